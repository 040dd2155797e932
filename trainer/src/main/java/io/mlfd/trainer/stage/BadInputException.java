package io.mlfd.trainer.stage;

/** Input is missing, changed or corrupt: one line that names the file or data set. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
