package io.mlfd.trainer.checkpoint;

import java.nio.file.Path;

/** A file that is not what it should be: one line that names the file and the defect. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CheckpointException(Path file, String defect) {
        super(file + ": " + defect);
    }

    public CheckpointException(Path file, String defect, Throwable cause) {
        super(file + ": " + defect, cause);
    }
}
