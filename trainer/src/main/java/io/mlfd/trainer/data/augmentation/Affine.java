package io.mlfd.trainer.data.augmentation;

/**
 * Where each pixel is taken from, in pixels from the image's centre: {@code x' = xx x + xy y + x0, y' = yx x + yy y + y0}. Between pixels
 * bilinear, black outside: torchvision's {@code affine} and {@code rotate} with bilinear interpolation and no fill.
 */
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) implements PixelOperation {

    /** Rows are moved against each other, around the left upper corner. {@code slope}: pixels a row */
    static Affine shearX(double slope, int size) {
        return new Affine(1, slope, slope * size / 2, 0, 1, 0);
    }

    /** Columns are moved against each other, around the left upper corner. {@code slope}: pixels a column */
    static Affine shearY(double slope, int size) {
        return new Affine(1, 0, 0, slope, 1, slope * size / 2);
    }

    /** To the right and down, in pixels. */
    static Affine translate(int right, int down) {
        return new Affine(1, 0, -right, 0, 1, -down);
    }

    /** Around the centre. {@code degrees}: against the clock */
    static Affine rotate(double degrees) {
        double angle = -Math.toRadians(degrees);
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        return new Affine(cosine, sine, 0, -sine, cosine, 0);
    }

    @Override
    public byte[] of(byte[] pixels, int size) {
        byte[] changed = new byte[pixels.length];
        double centre = (size - 1) / 2.0;
        for (int row = 0; row < size; row++) {
            double y = row - centre;
            for (int column = 0; column < size; column++) {
                double x = column - centre;
                take(
                        pixels,
                        size,
                        xx * x + xy * y + x0 + centre,
                        yx * x + yy * y + y0 + centre,
                        changed,
                        (row * size + column) * Levels.CHANNELS);
            }
        }
        return changed;
    }

    /** Of the four pixels around a point, each as much as the point is near; those outside are black. */
    private static void take(byte[] pixels, int size, double x, double y, byte[] changed, int target) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double right = x - left;
        double below = y - top;
        double leftTop = inside(left, top, size) ? (1 - right) * (1 - below) : 0;
        double rightTop = inside(left + 1, top, size) ? right * (1 - below) : 0;
        double leftBelow = inside(left, top + 1, size) ? (1 - right) * below : 0;
        double rightBelow = inside(left + 1, top + 1, size) ? right * below : 0;
        int at = (top * size + left) * Levels.CHANNELS;
        int next = at + size * Levels.CHANNELS;
        for (int channel = 0; channel < Levels.CHANNELS; channel++) {
            double level = weighted(leftTop, pixels, at + channel)
                    + weighted(rightTop, pixels, at + channel + Levels.CHANNELS)
                    + weighted(leftBelow, pixels, next + channel)
                    + weighted(rightBelow, pixels, next + channel + Levels.CHANNELS);
            changed[target + channel] = (byte) (int) Math.rint(level);
        }
    }

    private static boolean inside(int column, int row, int size) {
        return column >= 0 && column < size && row >= 0 && row < size;
    }

    private static double weighted(double weight, byte[] pixels, int at) {
        return weight == 0 ? 0 : weight * (pixels[at] & 0xff);
    }
}
