package io.mlfd.trainer.data.augmentation;

import io.mlfd.trainer.random.RandomStream;

/** From {@code low} to {@code high}. */
public record Span(double low, double high) {
    public Span {
        if (!(low <= high)) {
            throw new IllegalArgumentException(low + " to " + high + ": must not fall");
        }
    }

    double uniform(RandomStream random) {
        return random.nextDouble(low, high);
    }

    /** So that a ratio and its inverse are as likely. Both ends are positive. */
    double uniformInLogarithm(RandomStream random) {
        return StrictMath.exp(random.nextDouble(StrictMath.log(low), StrictMath.log(high)));
    }
}
