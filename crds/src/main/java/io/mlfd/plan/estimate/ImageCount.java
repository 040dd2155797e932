package io.mlfd.plan.estimate;

/** How many images a data set has in each split. */
public record ImageCount(int train, int validation, int test) {
    public ImageCount {
        if (train < 0 || validation < 0 || test < 0) {
            throw new IllegalArgumentException(train + ", " + validation + ", " + test + ": none may be negative");
        }
    }

    /** Of all splits. */
    public long all() {
        return (long) train + validation + test;
    }
}
