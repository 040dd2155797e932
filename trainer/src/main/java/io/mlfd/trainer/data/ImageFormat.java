package io.mlfd.trainer.data;

/** A kind of image file: known by its first bytes, and looked over before anything of it is decoded. */
interface ImageFormat {
    /** Whether a file is of this kind, good or bad. */
    boolean matches(byte[] content);

    /**
     * Decodes the first image of a file.
     *
     * @throws ImageFormatException in the words that follow a file's name
     */
    RgbImage decode(byte[] content, ImageLimits limits) throws ImageFormatException;
}
