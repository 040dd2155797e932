package io.mlfd.trainer.data;

import java.util.Optional;

/**
 * How the images of a data set are made ready.
 *
 * @param size S, the height and width in pixels that images are brought to
 * @param memoryLimit the most bytes that pixels may take; images that need more are read whenever they are looked at
 * @param workers that read and decode
 * @param known what an earlier reading of the same images found
 */
public record Loading(int size, long memoryLimit, Workers workers, Optional<KnownImages> known) {
    public Loading {
        if (size < 1) {
            throw new IllegalArgumentException("image size " + size + ": must be 1 or more");
        }
    }

    /** For images that nobody has read yet, without further threads. */
    public static Loading of(int size, long memoryLimit) {
        return new Loading(size, memoryLimit, Workers.none(), Optional.empty());
    }

    /** Whether so many images have room. */
    boolean holds(long images) {
        return images <= memoryLimit / DataSetImages.pixelBytes(size);
    }
}
