package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.nn.Conv2d;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The trunk's way down to a later level: a 3x3 convolution of stride 2 for each stage in between, as networks go down
 * themselves. Between two of them stands {@code f(BN(.))}; behind the last stands the fusion's own.
 */
final class Descent {
    private final List<Conv2d> convolutions = new ArrayList<>();
    private final List<DatasetBatchNorm> norms = new ArrayList<>();
    private final UnaryOperator<NDArray> activation;

    /** @param activation f */
    Descent(
            Scope scope,
            int inputs,
            int outputs,
            int stages,
            List<String> datasets,
            UnaryOperator<NDArray> activation) {
        this.activation = activation;
        for (int stage = 0; stage < stages; stage++) {
            Scope own = scope.child(Integer.toString(stage));
            convolutions.add(Conv2d.threeByThree(own.child("conv"), stage == 0 ? inputs : outputs, outputs, 2));
            if (stage < stages - 1) {
                norms.add(new DatasetBatchNorm(own.child("norm"), outputs, datasets));
            }
        }
    }

    NDArray forward(NDArray map, String dataset, Mode mode) {
        NDArray x = convolutions.get(0).forward(map, mode);
        for (int stage = 1; stage < convolutions.size(); stage++) {
            x = activation.apply(norms.get(stage - 1).forward(x, dataset, mode));
            x = convolutions.get(stage).forward(x, mode);
        }
        return x;
    }
}
