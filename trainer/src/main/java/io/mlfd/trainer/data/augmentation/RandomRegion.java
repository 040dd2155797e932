package io.mlfd.trainer.data.augmentation;

import io.mlfd.trainer.random.RandomStream;

/**
 * The part of an image that torchvision's {@code RandomResizedCrop} cuts out (Szegedy et al. 2015).
 *
 * @param scale of its area, as a share of the image's
 * @param ratio of its width to its height
 */
public record RandomRegion(Span scale, Span ratio) {
    /** What its draws are for. */
    public static final String PURPOSE = "randomResizedCrop";

    private static final int TRIES = 10;

    /** @param size of the image's sides, in pixels */
    public Region draw(RandomStream random, int size) {
        for (int i = 0; i < TRIES; i++) {
            double area = (double) size * size * scale.uniform(random);
            double aspect = ratio.uniformInLogarithm(random);
            int width = (int) Math.rint(Math.sqrt(area * aspect));
            int height = (int) Math.rint(Math.sqrt(area / aspect));
            if (width > 0 && width <= size && height > 0 && height <= size) {
                int top = random.nextInt(size - height + 1);
                return new Region(top, random.nextInt(size - width + 1), height, width);
            }
        }
        return inTheMiddle(size);
    }

    /** The largest part of a square image whose ratio is allowed. */
    private Region inTheMiddle(int size) {
        int width = ratio.high() < 1 ? (int) Math.rint(size * ratio.high()) : size;
        int height = ratio.low() > 1 ? (int) Math.rint(size / ratio.low()) : size;
        return new Region((size - height) / 2, (size - width) / 2, height, width);
    }
}
