package io.mlfd.trainer.data.augmentation;

/**
 * Away from what is left of a pixel among its neighbours, or with a {@code factor} below 1 towards it; the outermost pixels stay:
 * torchvision's {@code adjust_sharpness}.
 */
record Sharpness(double factor) implements PixelOperation {
    private static final int OWN = 5;
    private static final double ALL = 13;
    private static final int SMALLEST = 3;

    @Override
    public byte[] of(byte[] pixels, int size) {
        if (size < SMALLEST) {
            return pixels;
        }
        byte[] changed = pixels.clone();
        float other = (float) (1 - factor);
        int below = size * Levels.CHANNELS;
        for (int row = 1; row < size - 1; row++) {
            int first = (row * size + 1) * Levels.CHANNELS;
            int last = first + (size - 2) * Levels.CHANNELS;
            for (int i = first; i < last; i++) {
                int level = pixels[i] & 0xff;
                int sum = three(pixels, i - below) + three(pixels, i) + three(pixels, i + below) + (OWN - 1) * level;
                float blurred = (float) Math.rint(sum / ALL);
                changed[i] = Levels.cut(Levels.plus(level, blurred - level, other));
            }
        }
        return changed;
    }

    private static int three(byte[] pixels, int at) {
        return (pixels[at - Levels.CHANNELS] & 0xff) + (pixels[at] & 0xff) + (pixels[at + Levels.CHANNELS] & 0xff);
    }
}
