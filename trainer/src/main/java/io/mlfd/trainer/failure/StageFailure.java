package io.mlfd.trainer.failure;

import io.mlfd.contract.ExitCode;

/** Something that ends a stage and whose exit status is known: one line that names what is wrong, and where. */
public abstract class StageFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exit;

    protected StageFailure(ExitCode exit, String message) {
        super(message);
        this.exit = exit;
    }

    protected StageFailure(ExitCode exit, String message, Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    /** What the stage's process ends with. */
    public final ExitCode exit() {
        return exit;
    }
}
