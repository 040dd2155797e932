package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;

/** A layer or a chain of layers: one tensor in, one tensor out. */
@FunctionalInterface
public interface Module {
    NDArray forward(NDArray input, Mode mode);
}
