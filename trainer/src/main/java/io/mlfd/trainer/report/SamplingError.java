package io.mlfd.trainer.report;

import java.util.Collection;

/** How far a measured share would move with other test images of the same kind: one standard deviation, in percent points. */
final class SamplingError {
    private static final double PERCENT = 100;

    private SamplingError() {}

    /**
     * Of a share p of n images, 100·sqrt(p(1−p)/n).
     *
     * @param share 0 to 1
     */
    static double ofShare(double share, int images) {
        return PERCENT * Math.sqrt(share * (1 - share) / images);
    }

    /**
     * Of a difference of two shares as if they had been measured on different images. Both networks see the same images and
     * tend to fail on the same ones, so this bounds the error of the difference from above.
     */
    static double ofDifference(double one, double other) {
        return Math.hypot(one, other);
    }

    /** Of the mean over data sets, whose test images have nothing to do with each other. */
    static double ofMean(Collection<Double> errors) {
        double sum = errors.stream().mapToDouble(error -> error * error).sum();
        return Math.sqrt(sum) / errors.size();
    }
}
