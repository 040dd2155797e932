package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/** A dense layer with bias: (N, in) to (N, out). */
public final class Linear implements Module {
    private final Variable weight;
    private final Variable bias;

    public Linear(Scope scope, int inputs, int outputs) {
        weight = scope.learnable("weight", new Shape(outputs, inputs), Initializer.torchDefault(inputs));
        bias = scope.learnable("bias", new Shape(outputs), Initializer.torchDefault(inputs));
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        return Functional.linear(input, weight.tensor(), Optional.of(bias.tensor()));
    }
}
