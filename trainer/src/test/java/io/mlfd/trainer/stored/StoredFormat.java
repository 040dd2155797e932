package io.mlfd.trainer.stored;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A kind of JSON that later releases meet: what this release writes, and how it reads what another wrote. */
public interface StoredFormat {
    /** Relative to the folder of a release. */
    String file();

    /** As this release writes it; the same at every call. */
    String written();

    /**
     * Reads a file with the reader that the program has for it.
     *
     * @return why it was refused, in one line; empty when it was read
     */
    Optional<String> refusal(Path file) throws IOException;
}
