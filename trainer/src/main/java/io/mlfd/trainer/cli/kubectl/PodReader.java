package io.mlfd.trainer.cli.kubectl;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Reads files through a pod that is there. */
interface PodReader extends AutoCloseable {
    /** SHA-256 of a file, hexadecimal; empty where there is no such file. */
    Optional<String> digest(String path) throws IOException;

    /**
     * Writes a file's bytes.
     *
     * @param most bytes
     * @throws IOException when it cannot be read to its end, or is longer
     */
    void copy(String path, long most, OutputStream to) throws IOException;

    /** Takes the pod away. */
    @Override
    void close();
}
