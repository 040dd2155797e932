package io.mlfd.trainer.data.augmentation;

/** A change of an image's 8-bit pixels in which nothing is random any more. */
@FunctionalInterface
public interface PixelOperation {
    /**
     * @param pixels S x S x 3 bytes: rows from the top, pixels from the left, red, green, blue; not written to
     * @param size S
     * @return as many; {@code pixels} itself where nothing changes
     */
    byte[] of(byte[] pixels, int size);
}
