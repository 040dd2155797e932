package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.Level;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Scope;
import java.util.List;

/** {@code GELU(BN(W x + b))} with a 1x1 convolution or a dense layer: how every map that is distilled comes to its width. */
final class Neck {
    private final Module projection;
    private final DatasetBatchNorm norm;

    Neck(Level level, Scope scope, int inputs, int outputs, List<String> datasets) {
        projection = Projection.at(level, scope.child("projection"), inputs, outputs);
        norm = new DatasetBatchNorm(scope.child("norm"), outputs, datasets);
    }

    NDArray forward(NDArray input, String dataset, Mode mode) {
        return Functional.gelu(norm.forward(projection.forward(input, mode), dataset, mode));
    }
}
