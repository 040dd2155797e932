package io.mlfd.trainer.stage;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;

/** The order cannot be carried out as it is: one line that names the field. */
public final class BadOrderException extends KnownFailure {
    private static final long serialVersionUID = 1;

    public BadOrderException(String message) {
        super(ExitCode.BAD_ORDER, message);
    }

    public BadOrderException(String message, Throwable cause) {
        super(ExitCode.BAD_ORDER, message, cause);
    }
}
