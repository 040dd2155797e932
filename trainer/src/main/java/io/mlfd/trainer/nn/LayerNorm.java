package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Layer normalisation (Ba et al. 2016) over the last axis, which holds the channels: (N, ..., C). */
final class LayerNorm implements Module {
    private final Variable weight;
    private final Variable bias;
    private final double epsilon;

    /** @param epsilon added to the variance: 1e-6 in ConvNeXt and ViT, 1e-5 in Swin */
    LayerNorm(Scope scope, int channels, double epsilon) {
        Shape shape = new Shape(channels);
        this.weight = scope.learnable("weight", shape, Initializer.constant(1));
        this.bias = scope.learnable("bias", shape, Initializer.constant(0));
        this.epsilon = epsilon;
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        return Functional.layerNorm(input, weight.tensor(), bias.tensor(), epsilon);
    }

    /** The same of maps (N, C, H, W). */
    Module ofMaps() {
        return (maps, mode) -> Functional.channelsSecond(forward(Functional.channelsLast(maps), mode));
    }
}
