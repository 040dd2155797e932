package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** A named tensor that belongs to a network: learned ({@link Parameter}) or observed ({@link Buffer}). */
public sealed interface Variable permits Parameter, Buffer {
    /** The name in PyTorch's state_dict, such as {@code layer1.0.conv1.weight}. */
    String name();

    /** The tensor as it is now. Ask again after an optimiser step or a load: the handle may be another one by then. */
    NDArray tensor();

    /** Takes over a copy of {@code value}, which has this variable's shape and data type. */
    void assign(NDArray value);

    default Shape shape() {
        return tensor().getShape();
    }
}
