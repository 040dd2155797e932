package io.mlfd.trainer.data.augmentation;

/** Arithmetic on 8-bit levels as torchvision has it: in float32, and cut to whole numbers. */
final class Levels {
    static final int COUNT = 256;
    static final int HIGHEST = 255;
    static final int CHANNELS = 3;

    private Levels() {}

    /** Bounded to 0 to 255; what is behind the point is cut off. */
    static byte cut(float value) {
        return (byte) (int) Math.max(0f, Math.min(HIGHEST, value));
    }

    /**
     * {@code value + other * factor}, rounded once, as processors do it that PyTorch runs on: levels that lie on a whole number would
     * else be cut to the one below now and then.
     */
    static float plus(float value, float other, float factor) {
        return (float) (value + (double) other * factor);
    }

    /** Every level becomes what the table says of it. */
    static byte[] mapped(byte[] pixels, byte[] table) {
        byte[] mapped = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            mapped[i] = table[pixels[i] & 0xff];
        }
        return mapped;
    }

    /** The grey level of the pixel that begins at {@code at}, a whole number (ITU-R BT.601's weights). */
    static float grey(byte[] pixels, int at) {
        float red = 0.2989f * (pixels[at] & 0xff);
        float grey = plus(plus(red, pixels[at + 1] & 0xff, 0.587f), pixels[at + 2] & 0xff, 0.114f);
        return (int) grey;
    }
}
