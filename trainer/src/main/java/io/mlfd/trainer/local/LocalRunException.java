package io.mlfd.trainer.local;

import io.mlfd.contract.ExitCode;

/** The run cannot go on: one line that names the field or file and the remedy. */
public final class LocalRunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exit;

    public LocalRunException(ExitCode exit, String message) {
        super(message);
        this.exit = exit;
    }

    public LocalRunException(ExitCode exit, String message, Throwable cause) {
        super(message, cause);
        this.exit = exit;
    }

    public ExitCode exit() {
        return exit;
    }
}
