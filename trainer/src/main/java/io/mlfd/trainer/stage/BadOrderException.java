package io.mlfd.trainer.stage;

/** The order cannot be carried out as it is: one line that names the field. */
public final class BadOrderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BadOrderException(String message) {
        super(message);
    }

    public BadOrderException(String message, Throwable cause) {
        super(message, cause);
    }
}
