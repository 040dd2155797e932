package io.mlfd.trainer.data.augmentation;

import java.util.Arrays;

/** A rectangle of an image, in pixels. */
public record Region(int top, int left, int height, int width) {
    /** Sets it to 0. {@code image}: planes of S x S values. {@code size}: S */
    public void clear(float[] image, int size) {
        for (int plane = 0; plane < image.length; plane += size * size) {
            for (int row = top; row < top + height; row++) {
                int first = plane + row * size + left;
                Arrays.fill(image, first, first + width, 0);
            }
        }
    }

    /** What lies in it, row by row. {@code pixels}: S x S x 3 bytes. {@code size}: S */
    public byte[] of(byte[] pixels, int size) {
        int length = width * Levels.CHANNELS;
        byte[] cut = new byte[height * length];
        for (int row = 0; row < height; row++) {
            System.arraycopy(pixels, ((top + row) * size + left) * Levels.CHANNELS, cut, row * length, length);
        }
        return cut;
    }
}
