package io.mlfd.trainer.cache;

import java.util.List;

/**
 * One float32 tensor that is kept of every image.
 *
 * @param name unique in a cache, such as {@code last/cifar10}
 * @param shape without the batch axis: (C, H, W) or (C)
 */
public record Segment(String name, List<Integer> shape) {
    private static final int MAX_LENGTH = 1 << 26;

    public Segment {
        shape = List.copyOf(shape);
        long length = 1;
        for (int axis : shape) {
            if (axis < 1 || axis > MAX_LENGTH) {
                throw new IllegalArgumentException(name + ": shape " + shape + " has an axis that is out of range");
            }
            length *= axis;
            if (length > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        name + ": shape " + shape + " is more than " + MAX_LENGTH + " values");
            }
        }
    }

    /** Values of one image. */
    public int length() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }
}
