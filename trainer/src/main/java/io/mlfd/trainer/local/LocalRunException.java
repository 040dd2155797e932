package io.mlfd.trainer.local;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;

/** The run cannot go on: one line that names the field or file and the remedy. */
public final class LocalRunException extends KnownFailure {
    private static final long serialVersionUID = 1;

    public LocalRunException(ExitCode exit, String message) {
        super(exit, message);
    }

    public LocalRunException(ExitCode exit, String message, Throwable cause) {
        super(exit, message, cause);
    }
}
