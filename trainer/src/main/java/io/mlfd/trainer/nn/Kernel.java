package io.mlfd.trainer.nn;

/**
 * The sizes of a convolution.
 *
 * @param size pixels on each side
 * @param padding zeros beyond each border
 * @param groups divides inputs and outputs; output group g is computed from input group g alone
 */
record Kernel(int inputs, int outputs, int size, int stride, int padding, int groups) {
    /** One that keeps the size of maps at stride 1. {@code size}: odd */
    static Kernel same(int inputs, int outputs, int size, int stride) {
        return new Kernel(inputs, outputs, size, stride, size / 2, 1);
    }

    /** The same of every channel by itself. */
    static Kernel depthwise(int channels, int size, int stride) {
        return same(channels, channels, size, stride).inGroups(channels);
    }

    /** Squares of pixels that do not overlap. */
    static Kernel patches(int inputs, int outputs, int size) {
        return new Kernel(inputs, outputs, size, size, 0, 1);
    }

    Kernel inGroups(int groups) {
        return new Kernel(inputs, outputs, size, stride, padding, groups);
    }

    /** Inputs of one output unit. */
    long fanIn() {
        return (long) inputs / groups * size * size;
    }

    /** As PyTorch counts it, whatever the groups. */
    long fanOut() {
        return (long) outputs * size * size;
    }
}
