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
}
