package io.mlfd.trainer.metrics;

/** A number that decides something is NaN or infinite: one line that says which. */
public final class NotFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NotFiniteException(String message) {
        super(message);
    }
}
