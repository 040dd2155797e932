package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;

/**
 * Zeroes elements at random in training, the identity otherwise.
 *
 * @param p probability of an element to be zeroed, at least 0 and below 1
 */
public record Dropout(double p) implements Module {
    public Dropout {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException("dropout: " + p + " is not in [0, 1)");
        }
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        return mode.isTraining() && p > 0 ? Functional.dropout(input, p) : input;
    }
}
