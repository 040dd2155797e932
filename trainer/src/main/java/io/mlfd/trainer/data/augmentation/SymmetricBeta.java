package io.mlfd.trainer.data.augmentation;

import io.mlfd.trainer.random.RandomStream;

/** The beta distribution with both parameters {@code alpha}, positive: {@code X / (X + Y)} of two gamma-distributed numbers. */
record SymmetricBeta(double alpha) {
    private static final double THIRD = 1.0 / 3;

    /** From 0 to 1. */
    double draw(RandomStream random) {
        double own = logarithmOfGamma(random);
        double other = logarithmOfGamma(random);
        return 1 / (1 + StrictMath.exp(other - own));
    }

    /**
     * Marsaglia and Tsang (ACM TOMS 2000), and below alpha 1 their power of a uniform number. In logarithms, because of a small alpha
     * most numbers are too small for themselves.
     */
    private double logarithmOfGamma(RandomStream random) {
        double power = alpha < 1 ? StrictMath.log(1 - random.nextDouble()) / alpha : 0;
        double shape = (alpha < 1 ? alpha + 1 : alpha) - THIRD;
        double width = 1 / Math.sqrt(9 * shape);
        while (true) {
            double normal = random.nextGaussian();
            double root = 1 + width * normal;
            double logarithm = StrictMath.log(1 - random.nextDouble());
            if (root > 0) {
                double volume = root * root * root;
                double logarithmOfVolume = StrictMath.log(volume);
                if (logarithm < normal * normal / 2 + shape * (1 - volume + logarithmOfVolume)) {
                    return StrictMath.log(shape) + logarithmOfVolume + power;
                }
            }
        }
    }
}
