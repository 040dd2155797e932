package io.mlfd.trainer.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What an image looks like, in few enough bytes to hold those of all images of a run. */
public final class Appearance {
    /** Pixels on each side of what is kept of the image. */
    static final int SIDE = 8;

    private static final int DIGEST = 16;

    private final ByteBuffer digest;
    private final byte[] small;

    private Appearance(ByteBuffer digest, byte[] small) {
        this.digest = digest;
        this.small = small;
    }

    static Appearance of(RgbImage image) {
        return new Appearance(digest(image), image.resize(SIDE, SIDE).pixels().clone());
    }

    private static ByteBuffer digest(RgbImage image) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(image.width())
                    .putInt(image.height())
                    .flip());
            return ByteBuffer.wrap(Arrays.copyOf(sha256.digest(image.pixels()), DIGEST))
                    .asReadOnlyBuffer();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Equal where width, height and every pixel are. */
    public Object pixels() {
        return digest;
    }

    /** The number of values of the image in 8 x 8 pixels of red, green and blue, from 0 to 255 each. */
    public int values() {
        return small.length;
    }

    /** Their mean. */
    public double mean() {
        long sum = 0;
        for (byte value : small) {
            sum += value & 0xff;
        }
        return (double) sum / small.length;
    }

    /** The mean of those of one colour: 0 for red, 1 for green, 2 for blue. */
    public double mean(int channel) {
        long sum = 0;
        for (int i = channel; i < small.length; i += DataSetImages.CHANNELS) {
            sum += small[i] & 0xff;
        }
        return (double) (DataSetImages.CHANNELS * sum) / small.length;
    }

    /** Their standard deviation. */
    public double deviation() {
        double mean = mean();
        double squares = 0;
        for (byte value : small) {
            squares += Math.pow((value & 0xff) - mean, 2);
        }
        return Math.sqrt(squares / small.length);
    }

    /** Whether the squared differences to the values of another sum up to no more than {@code limit}. */
    public boolean isWithin(double limit, Appearance other) {
        long squares = 0;
        for (int i = 0; i < small.length && squares <= limit; i++) {
            int difference = (small[i] & 0xff) - (other.small[i] & 0xff);
            squares += (long) difference * difference;
        }
        return squares <= limit;
    }
}
