package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) of (N, C) or (N, C, H, W) with PyTorch's defaults: epsilon 1e-5, and
 * running statistics that move a tenth of the way per batch.
 */
public final class BatchNorm implements Module {
    private static final double MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;

    private final Variable weight;
    private final Variable bias;
    private final Buffer runningMean;
    private final Buffer runningVar;

    public BatchNorm(Scope scope, int channels) {
        this(scope, channels, 1);
    }

    /** One whose scale is zero at first, so that a residual block begins as its shortcut. */
    static BatchNorm startingAtZero(Scope scope, int channels) {
        return new BatchNorm(scope, channels, 0);
    }

    private BatchNorm(Scope scope, int channels, float scale) {
        Shape shape = new Shape(channels);
        weight = scope.learnable("weight", shape, Initializer.constant(scale));
        bias = scope.learnable("bias", shape, Initializer.constant(0));
        runningMean = scope.buffer("running_mean", shape, Initializer.constant(0));
        runningVar = scope.buffer("running_var", shape, Initializer.constant(1));
    }

    /** @throws SingleValueException in training, for a batch with one value of a channel: running statistics would be NaN */
    @Override
    public NDArray forward(NDArray input, Mode mode) {
        if (mode.isTraining() && input.size() == weight.shape().size()) {
            throw new SingleValueException(input.getShape());
        }
        return Functional.batchNorm(
                input,
                runningMean.tensor(),
                runningVar.tensor(),
                weight.tensor(),
                bias.tensor(),
                mode.isTraining(),
                mode.momentum(MOMENTUM),
                EPSILON);
    }
}
