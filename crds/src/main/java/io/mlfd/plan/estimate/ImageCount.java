package io.mlfd.plan.estimate;

/**
 * How many images a data set has in each split.
 *
 * @param classes of them
 */
public record ImageCount(int train, int validation, int test, int classes) {
    public ImageCount {
        if (train < 0 || validation < 0 || test < 0 || classes < 0) {
            throw new IllegalArgumentException(train + ", " + validation + ", " + test + " images of " + classes
                    + " classes: none may be negative");
        }
    }

    /** Of all splits. */
    public long all() {
        return (long) train + validation + test;
    }
}
