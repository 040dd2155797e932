package io.mlfd.trainer.data;

/**
 * A file's content cannot be used; the message goes on after the file's name. Either the image is to blame, and would be on any
 * machine, or what is around it: too little memory, a folder that is changed while it is read.
 */
final class ImageFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean ofTheImage;

    ImageFormatException(String message) {
        super(message);
        this.ofTheImage = true;
    }

    ImageFormatException(String message, Throwable cause) {
        this(message, cause, true);
    }

    private ImageFormatException(String message, Throwable cause, boolean ofTheImage) {
        super(message, cause);
        this.ofTheImage = ofTheImage;
    }

    /** That of an image which may be good. */
    static ImageFormatException ofTheSurroundings(String message) {
        return new ImageFormatException(message, null, false);
    }

    /** That of an image whose decoding ran out of memory. */
    static ImageFormatException outOfMemory(Throwable cause) {
        return new ImageFormatException(ImageLimits.ranOutOfMemory(), cause, false);
    }

    /** Whether the image is to blame. */
    boolean isOfTheImage() {
        return ofTheImage;
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
