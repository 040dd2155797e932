package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/** A dense layer with bias: (N, in) to (N, out). */
public final class Linear implements Module {
    private final Variable weight;
    private final Variable bias;

    /** One with PyTorch's default initialisation. */
    public Linear(Scope scope, int inputs, int outputs) {
        this(scope, inputs, outputs, Initializer.torchDefault(inputs), Initializer.torchDefault(inputs));
    }

    private Linear(Scope scope, int inputs, int outputs, Initializer weights, Initializer biases) {
        weight = scope.learnable("weight", new Shape(outputs, inputs), weights);
        bias = scope.learnable("bias", new Shape(outputs), biases);
    }

    /** One with other first values. */
    static Linear of(Scope scope, int inputs, int outputs, Initializer weights, Initializer biases) {
        return new Linear(scope, inputs, outputs, weights, biases);
    }

    /** One whose weights are drawn from a normal distribution around zero, and whose biases are zero. */
    static Linear normal(Scope scope, int inputs, int outputs, double standardDeviation) {
        return of(scope, inputs, outputs, Initializer.normal(standardDeviation), Initializer.constant(0));
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        return Functional.linear(input, weight.tensor(), Optional.of(bias.tensor()));
    }
}
