package io.mlfd.trainer.metrics;

import java.util.Collection;

/** How far an accuracy would move had other test images of the same kind been drawn: one standard deviation. */
public final class SamplingError {
    private SamplingError() {}

    /**
     * Of a fraction p of n images, {@code sqrt(p (1 - p) / n)}.
     *
     * @param fraction 0 to 1
     * @return 0 to 0.5
     */
    public static double ofFraction(double fraction, int images) {
        if (images < 1 || !(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException(fraction + " of " + images + " images is not a fraction");
        }
        return Math.sqrt(fraction * (1 - fraction) / images);
    }

    /**
     * Of a difference of two accuracies as if they had been measured on different images, in the unit of their errors. Both
     * networks see the same images and tend to fail on the same ones, so this bounds the error of the difference from above.
     */
    public static double ofDifference(double one, double other) {
        return Math.hypot(one, other);
    }

    /** Of the mean over data sets, whose test images have nothing to do with each other, in the unit of their errors. */
    public static double ofMean(Collection<Double> errors) {
        double sum = errors.stream().mapToDouble(error -> error * error).sum();
        return Math.sqrt(sum) / errors.size();
    }
}
