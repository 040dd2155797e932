package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.Level;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Scope;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code f(BN(W x + b))} with a 1x1 convolution or a dense layer: how every map that is distilled comes to its width. */
final class Neck {
    private final Module projection;
    private final DatasetBatchNorm norm;
    private final UnaryOperator<NDArray> activation;

    /** @param activation f */
    Neck(Level level, Scope scope, int inputs, int outputs, List<String> datasets, UnaryOperator<NDArray> activation) {
        this.activation = activation;
        projection = Projection.at(level, scope.child("projection"), inputs, outputs);
        norm = new DatasetBatchNorm(scope.child("norm"), outputs, datasets);
    }

    NDArray forward(NDArray input, String dataset, Mode mode) {
        return activation.apply(norm.forward(projection.forward(input, mode), dataset, mode));
    }
}
