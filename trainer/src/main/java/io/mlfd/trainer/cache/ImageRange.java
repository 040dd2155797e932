package io.mlfd.trainer.cache;

import io.mlfd.trainer.data.Split;
import java.util.stream.IntStream;

/**
 * Consecutive images of a split, as they look in one view.
 *
 * @param view from 0; 0 where images are kept as they are
 * @param first in the data set's order
 */
public record ImageRange(Split split, int view, int first, int count) {
    /** The images' numbers. */
    public int[] indices() {
        return IntStream.range(first, first + count).toArray();
    }
}
