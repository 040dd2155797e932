package io.mlfd.trainer.method.one;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.nn.BatchNorm;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;

/**
 * How much every branch counts for an image (Lan, Zhu, Gong 2018, §3.2), from the last shared maps F:
 *
 * <pre>
 * g = softmax(ReLU(BN(W mean(F) + b)))    the mean over space
 * </pre>
 */
final class Gate {
    private final Linear linear;
    private final BatchNorm norm;

    /** @param channels of the maps */
    Gate(Scope scope, int channels, int branches) {
        linear = new Linear(scope.child("fc"), channels, branches);
        norm = new BatchNorm(scope.child("bn"), branches);
    }

    /**
     * @param maps (N, C, H, W)
     * @return (N, branches), positive, each row sums to 1
     */
    NDArray forward(NDArray maps, Mode mode) {
        NDArray scores = linear.forward(Functional.globalAveragePool(maps), mode);
        return Functional.relu(norm.forward(scores, mode)).softmax(1);
    }
}
