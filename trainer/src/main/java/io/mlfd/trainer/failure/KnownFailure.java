package io.mlfd.trainer.failure;

import io.mlfd.contract.ExitCode;

/** Something that ends a stage, a run or a command, and whose exit status is known: one line that names what is wrong, and where. */
public abstract class KnownFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exit;

    protected KnownFailure(ExitCode exit, String message) {
        super(message);
        this.exit = exit;
    }

    protected KnownFailure(ExitCode exit, String message, Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    /** What the process ends with. */
    public final ExitCode exit() {
        return exit;
    }
}
