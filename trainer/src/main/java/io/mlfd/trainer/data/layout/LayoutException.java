package io.mlfd.trainer.data.layout;

/** A file that is not what it should be; the message goes on after the file's name. */
public final class LayoutException extends Exception {
    private static final long serialVersionUID = 1L;

    public LayoutException(String message) {
        super(message);
    }

    public LayoutException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @throws LayoutException with {@code problem} where it does not hold */
    public static void require(boolean holds, String problem) throws LayoutException {
        if (!holds) {
            throw new LayoutException(problem);
        }
    }
}
