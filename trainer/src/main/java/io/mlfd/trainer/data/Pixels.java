package io.mlfd.trainer.data;

/** The pixels of the images of one split, wherever they are. Safe for use by several threads. */
interface Pixels {
    /** N. */
    int count();

    /** Whether what was asked for once stays in memory. */
    boolean isHeld();

    /**
     * S x S x 3 bytes of an image: rows from the top, pixels from the left, red, green, blue. Not to be written to.
     *
     * @throws BadInputException when the image is not what it was any more
     * @throws io.mlfd.trainer.storage.StorageException when it cannot be read now
     */
    byte[] of(int image);
}
