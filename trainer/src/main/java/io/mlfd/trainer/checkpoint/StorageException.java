package io.mlfd.trainer.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** The storage is full or cannot be written: the one failure that another attempt may not meet. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Path path;

    public StorageException(Path path, IOException cause) {
        super(path + ": cannot be written, " + cause, cause);
        this.path = path;
    }

    /** What was being written. */
    public Path path() {
        return path;
    }
}
