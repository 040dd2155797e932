package io.mlfd.trainer.data;

/** A file's content cannot be used; the message goes on after the file's name. */
final class ImageFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    ImageFormatException(String message) {
        super(message);
    }

    ImageFormatException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @throws ImageFormatException with {@code problem} where it does not hold */
    static void require(boolean holds, String problem) throws ImageFormatException {
        if (!holds) {
            throw new ImageFormatException(problem);
        }
    }

    /** What is said of a file that ends too early. */
    static String truncated(String format) {
        return "is a truncated " + format + "; replace it with a whole copy or remove it";
    }

    /** What is said of a file that is whole but whose pixels cannot be had. */
    static String corrupt(String format) {
        return "is a corrupt " + format + "; replace it with a good copy or remove it";
    }
}
