package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import io.mlfd.api.method.MlfdSpec.Activation;
import io.mlfd.trainer.nn.Functional;
import java.util.function.UnaryOperator;

/** What a run file calls activations, as functions of every element. */
final class Activations {
    private Activations() {}

    static UnaryOperator<NDArray> of(Activation activation) {
        return switch (activation) {
            case GELU -> Functional::gelu;
            case RELU -> Functional::relu;
            case SILU -> Functional::silu;
        };
    }
}
