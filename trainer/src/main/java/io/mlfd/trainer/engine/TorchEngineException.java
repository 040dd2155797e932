package io.mlfd.trainer.engine;

/** The tensor library cannot be used as it is; the message says what would be right. */
public final class TorchEngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TorchEngineException(String message) {
        super(message);
    }
}
