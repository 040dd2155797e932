package io.mlfd.trainer.method.ffl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.mlfd.trainer.nn.BatchNorm;
import io.mlfd.trainer.nn.Conv2d;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import java.util.List;

/**
 * The fusion module and the fused classifier (Kim et al. 2019). With the last maps F_1 to F_m, averaged to the size of
 * the smallest:
 *
 * <pre>
 * u   = ReLU(BN(D concat(F_1 .. F_m)))    D: 3x3 on every channel by itself
 * v   = ReLU(BN(P u))                     P: 1x1, to the channels of the widest branch
 * z_f = W mean(v) + b                     the mean over space
 * </pre>
 */
final class FusionModule {
    private final Conv2d depthwise;
    private final BatchNorm depthwiseNorm;
    private final Conv2d pointwise;
    private final BatchNorm pointwiseNorm;
    private final Linear classifier;

    /** @param channels of every branch's last maps */
    FusionModule(Scope scope, List<Integer> channels, int classes) {
        int all = channels.stream().mapToInt(Integer::intValue).sum();
        int widest = channels.stream().mapToInt(Integer::intValue).max().orElseThrow();
        depthwise = Conv2d.depthwise(scope.child("depthwise"), all);
        depthwiseNorm = new BatchNorm(scope.child("bn1"), all);
        pointwise = Conv2d.pointwise(scope.child("pointwise"), all, widest);
        pointwiseNorm = new BatchNorm(scope.child("bn2"), widest);
        classifier = new Linear(scope.child("fc"), widest, classes);
    }

    /**
     * @param maps of every branch, (N, C_i, s_i, s_i), each s_i a multiple of the smallest
     * @return z_f, (N, K)
     */
    NDArray forward(List<NDArray> maps, Mode mode) {
        long smallest =
                maps.stream().mapToLong(map -> map.getShape().get(2)).min().orElseThrow();
        NDList pooled = new NDList();
        maps.forEach(map -> pooled.add(Functional.averagePoolTo(map, Math.toIntExact(smallest))));
        NDArray fused = NDArrays.concat(pooled, 1);
        NDArray u = Functional.relu(depthwiseNorm.forward(depthwise.forward(fused, mode), mode));
        NDArray v = Functional.relu(pointwiseNorm.forward(pointwise.forward(u, mode), mode));
        return classifier.forward(Functional.globalAveragePool(v), mode);
    }
}
