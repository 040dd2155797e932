package io.mlfd.trainer.data;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Appearances of images that nobody painted. */
public final class Appearances {
    private static final int VALUES = Appearance.SIDE * Appearance.SIDE * DataSetImages.CHANNELS;

    private Appearances() {}

    /** All pixels of one value. */
    public static Appearance flat(int value) {
        byte[] pixels = new byte[VALUES];
        Arrays.fill(pixels, (byte) value);
        return Appearance.of(new RgbImage(Appearance.SIDE, Appearance.SIDE, pixels));
    }

    /** So many images that are each one of {@code originals} with a little noise, which is more in later ones, up to {@code mostNoise} of 255. */
    public static List<Appearance> noisyCopies(long seed, int count, int originals, int mostNoise) {
        Random random = new Random(seed);
        int[][] paintings = IntStream.range(0, originals)
                .mapToObj(i -> random.ints(VALUES, 40, 216).toArray())
                .toArray(int[][]::new);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    byte[] pixels = new byte[VALUES];
                    int noise = 1 + i * mostNoise / count;
                    for (int k = 0; k < VALUES; k++) {
                        pixels[k] = (byte) (paintings[i % originals][k] + random.nextInt(2 * noise + 1) - noise);
                    }
                    return Appearance.of(new RgbImage(Appearance.SIDE, Appearance.SIDE, pixels));
                })
                .toList();
    }
}
