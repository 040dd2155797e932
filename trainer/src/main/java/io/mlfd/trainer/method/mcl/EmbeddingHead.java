package io.mlfd.trainer.method.mcl;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Scope;

/** From what stands in front of a classifier, (N, E), to vectors of length 1, (N, D): dense, ReLU, dense, normalised. */
final class EmbeddingHead implements Module {
    private static final double EPSILON = 1e-12;

    private final Linear first;
    private final Linear second;

    /**
     * @param inputs E
     * @param size D, and that of what lies between
     */
    EmbeddingHead(Scope scope, int inputs, int size) {
        first = new Linear(scope.child("fc1"), inputs, size);
        second = new Linear(scope.child("fc2"), size, size);
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        NDArray hidden = Functional.relu(first.forward(input, mode));
        return Functional.normalizeSamples(second.forward(hidden, mode), EPSILON);
    }
}
