package io.mlfd.trainer.data.augmentation;

import io.mlfd.trainer.random.RandomStream;
import java.util.List;

/** A random change of an image's 8-bit pixels. */
public interface PixelChange {
    /** What the draws are for: part of their key, so that no change moves the draws of another. */
    String purpose();

    /**
     * What is done to an image, in this order.
     *
     * @param size of its sides, in pixels
     */
    List<PixelOperation> draw(RandomStream random, int size);
}
