package io.mlfd.trainer.data;

import java.util.Arrays;

/** A decoded image: rows from the top, pixels from the left, 8-bit red, green, blue. */
final class RgbImage {

    private final int width;
    private final int height;
    private final byte[] pixels;

    /** Takes {@code pixels} over. */
    RgbImage(int width, int height, byte[] pixels) {
        if (pixels.length != (long) width * height * DataSetImages.CHANNELS) {
            throw new IllegalArgumentException(
                    pixels.length + " bytes, not those of " + width + " x " + height + " x " + DataSetImages.CHANNELS);
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /** An image to be filled. */
    static RgbImage black(int width, int height) {
        return new RgbImage(
                width, height, new byte[Math.multiplyExact(Math.multiplyExact(width, height), DataSetImages.CHANNELS)]);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The image's own array, not to be written to but by what fills the image. */
    byte[] pixels() {
        return pixels;
    }

    /**
     * Bilinear with the kernel widened where pixels are averaged (what PyTorch's and Pillow's resize do with anti-aliasing),
     * each side for itself; an image of that size already is returned as it is. Plain double arithmetic, so equal on every
     * platform.
     */
    RgbImage resize(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        ResizeWeights across = ResizeWeights.of(width, newWidth);
        ResizeWeights down = ResizeWeights.of(height, newHeight);
        // Rows of the old image that were brought to the new width: as many as a new row is made of.
        double[][] rows = new double[down.most()][newWidth * DataSetImages.CHANNELS];
        byte[] resized = new byte[newWidth * newHeight * DataSetImages.CHANNELS];
        double[] line = new double[width * DataSetImages.CHANNELS];
        double[] sums = new double[newWidth * DataSetImages.CHANNELS];
        int next = 0;
        for (int target = 0; target < newHeight; target++) {
            int start = down.start(target);
            double[] weights = down.weights(target);
            for (; next < start + weights.length; next++) {
                if (next >= start) {
                    values(next, line);
                    resizeRow(line, across, rows[next % rows.length]);
                }
            }
            Arrays.fill(sums, 0);
            for (int i = 0; i < weights.length; i++) {
                add(sums, rows[(start + i) % rows.length], weights[i]);
            }
            round(sums, resized, target * sums.length);
        }
        return new RgbImage(newWidth, newHeight, resized);
    }

    /** Each pixel counts for several new ones, and is made a number once. */
    private void values(int y, double[] line) {
        int offset = y * line.length;
        for (int i = 0; i < line.length; i++) {
            line[i] = pixels[offset + i] & 0xff;
        }
    }

    private static void resizeRow(double[] line, ResizeWeights across, double[] row) {
        int target = 0;
        for (int i = 0; i < across.count(); i++) {
            double red = 0;
            double green = 0;
            double blue = 0;
            int source = across.start(i) * DataSetImages.CHANNELS;
            for (double weight : across.weights(i)) {
                red += weight * line[source];
                green += weight * line[source + 1];
                blue += weight * line[source + 2];
                source += DataSetImages.CHANNELS;
            }
            row[target] = red;
            row[target + 1] = green;
            row[target + 2] = blue;
            target += DataSetImages.CHANNELS;
        }
    }

    private static void add(double[] sums, double[] row, double weight) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * row[i];
        }
    }

    /** Half up; no sum is negative. */
    private static void round(double[] sums, byte[] rounded, int offset) {
        for (int i = 0; i < sums.length; i++) {
            rounded[offset + i] = (byte) (int) (sums[i] + 0.5);
        }
    }
}
