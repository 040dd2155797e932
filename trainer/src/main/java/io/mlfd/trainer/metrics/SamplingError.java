package io.mlfd.trainer.metrics;

/** How far an accuracy would move had other images been drawn. */
public final class SamplingError {
    private SamplingError() {}

    /**
     * Standard error of a fraction: {@code sqrt(p (1 - p) / n)}.
     *
     * @return 0 to 0.5
     */
    public static double of(int correct, int images) {
        if (images < 1 || correct < 0 || correct > images) {
            throw new IllegalArgumentException(correct + " of " + images + " is not a fraction");
        }
        double p = (double) correct / images;
        return Math.sqrt(p * (1 - p) / images);
    }
}
