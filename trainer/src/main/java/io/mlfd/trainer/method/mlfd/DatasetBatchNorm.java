package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.nn.Buffer;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Batch normalisation with one scale and shift for all data sets and running statistics for each. Batches hold images of
 * one data set; statistics over all of them would describe none, and evaluation would see other features than training
 * did. With a single data set this is ordinary batch normalisation.
 */
final class DatasetBatchNorm {
    private static final double MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;

    private final Parameter weight;
    private final Parameter bias;
    private final Map<String, Statistics> statistics = new LinkedHashMap<>();

    private record Statistics(Buffer mean, Buffer variance) {}

    DatasetBatchNorm(Scope scope, int channels, List<String> datasets) {
        Shape shape = new Shape(channels);
        weight = scope.parameter("weight", shape, Initializer.constant(1));
        bias = scope.parameter("bias", shape, Initializer.constant(0));
        for (String dataset : datasets) {
            Scope own = scope.child(dataset);
            Buffer mean = own.buffer("running_mean", shape, Initializer.constant(0));
            statistics.put(dataset, new Statistics(mean, own.buffer("running_var", shape, Initializer.constant(1))));
        }
    }

    /** @param input (N, C) or (N, C, H, W) of images of {@code dataset} */
    NDArray forward(NDArray input, String dataset, Mode mode) {
        Statistics own = statistics.get(dataset);
        // One value per channel has no variance: PyTorch refuses it in training, and its update would be NaN.
        boolean single = input.size() == weight.shape().size();
        return Functional.batchNorm(
                input,
                own.mean().tensor(),
                own.variance().tensor(),
                weight.tensor(),
                bias.tensor(),
                mode.isTraining() && !single,
                mode.momentum(MOMENTUM),
                EPSILON);
    }
}
