package io.mlfd.trainer.metrics;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;

/** A number that decides something is NaN or infinite: one line that says which. */
public final class NotFiniteException extends KnownFailure {
    private static final long serialVersionUID = 1;

    public NotFiniteException(String message) {
        super(ExitCode.DIVERGED, message);
    }
}
