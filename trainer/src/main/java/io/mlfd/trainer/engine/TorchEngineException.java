package io.mlfd.trainer.engine;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;

/** The tensor library cannot be used as it is; the message says what would be right. */
public final class TorchEngineException extends KnownFailure {
    private static final long serialVersionUID = 1;

    public TorchEngineException(String message) {
        super(ExitCode.BAD_ORDER, message);
    }
}
