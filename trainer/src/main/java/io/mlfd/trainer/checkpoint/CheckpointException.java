package io.mlfd.trainer.checkpoint;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;
import java.nio.file.Path;

/** A file that is not what it should be: one line that names the file and the defect. */
public final class CheckpointException extends KnownFailure {
    private static final long serialVersionUID = 1;

    public CheckpointException(Path file, String defect) {
        super(ExitCode.BAD_INPUT, file + ": " + defect);
    }

    public CheckpointException(Path file, String defect, Throwable cause) {
        super(ExitCode.BAD_INPUT, file + ": " + defect, cause);
    }
}
