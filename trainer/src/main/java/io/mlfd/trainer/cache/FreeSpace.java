package io.mlfd.trainer.cache;

import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much can still be written. */
@FunctionalInterface
public interface FreeSpace {
    /** Bytes that this process may still write below a folder that exists. */
    long bytes(Path folder);

    /** What the file system says. */
    static FreeSpace ofFileSystem() {
        return folder -> {
            try {
                return Files.getFileStore(folder).getUsableSpace();
            } catch (IOException e) {
                throw StorageException.of("cannot tell the free space", folder, e);
            }
        };
    }

    /**
     * Refuses what will not fit, before the first byte.
     *
     * @param what is to be written, for the message
     * @throws StorageException saying what is needed and what there is
     */
    default void require(Path folder, long needed, String what) {
        long free = bytes(folder);
        if (needed > free) {
            throw new StorageException(folder + ": " + what + " needs " + mebibytes(needed) + " MiB, free are "
                    + mebibytes(free) + " MiB; make the volume larger");
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }
}
