package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.Architecture;

/** A classifier whose inner levels can be read. */
public interface Network {
    /**
     * Builds a network with first values that depend on nothing but {@code seed} and the variables' names and shapes.
     *
     * @param classes number of logits
     * @param manager holds the variables until it is closed
     */
    static Network create(Architecture architecture, int classes, long seed, NDManager manager) {
        return new ResNet(architecture, classes, Scope.root(manager, seed));
    }

    Architecture architecture();

    /** Number of logits. */
    int classes();

    /**
     * @param images (N, 3, S, S), float32, normalised; the results live where the images do
     */
    NetworkOutput forward(NDArray images, Mode mode);

    /** Parameters and buffers. */
    StateDict state();
}
