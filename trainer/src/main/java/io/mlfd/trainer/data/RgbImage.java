package io.mlfd.trainer.data;

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
        // One row of the old image at a time is brought to the new width, and added to the new rows it belongs to.
        double[] sums = new double[newWidth * newHeight * DataSetImages.CHANNELS];
        double[] row = new double[newWidth * DataSetImages.CHANNELS];
        int firstOpen = 0;
        for (int y = 0; y < height; y++) {
            while (firstOpen < newHeight && down.end(firstOpen) <= y) {
                firstOpen++;
            }
            resizeRow(y, across, row);
            for (int target = firstOpen; target < newHeight && down.start(target) <= y; target++) {
                double weight = down.weight(target, y);
                int offset = target * row.length;
                for (int i = 0; i < row.length; i++) {
                    sums[offset + i] += weight * row[i];
                }
            }
        }
        byte[] resized = new byte[sums.length];
        for (int i = 0; i < sums.length; i++) {
            resized[i] = (byte) (int) Math.floor(sums[i] + 0.5);
        }
        return new RgbImage(newWidth, newHeight, resized);
    }

    private void resizeRow(int y, ResizeWeights across, double[] row) {
        int offset = y * width * DataSetImages.CHANNELS;
        for (int target = 0; target < across.count(); target++) {
            double red = 0;
            double green = 0;
            double blue = 0;
            for (int x = across.start(target); x < across.end(target); x++) {
                double weight = across.weight(target, x);
                int source = offset + x * DataSetImages.CHANNELS;
                red += weight * (pixels[source] & 0xff);
                green += weight * (pixels[source + 1] & 0xff);
                blue += weight * (pixels[source + 2] & 0xff);
            }
            row[target * DataSetImages.CHANNELS] = red;
            row[target * DataSetImages.CHANNELS + 1] = green;
            row[target * DataSetImages.CHANNELS + 2] = blue;
        }
    }
}
