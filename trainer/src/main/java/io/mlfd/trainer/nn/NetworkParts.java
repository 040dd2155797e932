package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.NetworkShape;

/**
 * What a family's networks are put together from. Every part is made in the scope of its network, not in one of its own:
 * in a scope that several parts were made in, each variable has the name that it has in the whole network.
 */
interface NetworkParts {
    /** Makes what images (N, 3, S, S) go through first; its output has {@link NetworkShape#stem} channels. */
    Module stem(Scope scope);

    /**
     * Makes one stage. The first takes the output of the stem, every other one that of the stage before. Its own, as {@link
     * #maps}, is what {@link NetworkShape#stages} says.
     *
     * @param stage from 0
     */
    Module stage(int stage, Scope scope);

    /**
     * What a stage's output is as maps (N, C, H, W); it is these itself in most families, and then this does nothing.
     *
     * @param output of a stage, as the next one takes it
     */
    default NDArray maps(NDArray output) {
        return output;
    }

    /** Makes what follows the last stage; its embedding has {@link NetworkShape#embeddingLength} elements. */
    Head head(int classes, Scope scope);
}
