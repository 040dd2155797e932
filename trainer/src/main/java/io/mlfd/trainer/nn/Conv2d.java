package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/**
 * A convolution with a square kernel. Those that have names here keep the size of maps at stride 1: (N, Cin, H, W) to (N, Cout,
 * H / stride, W / stride), rounded up.
 */
public final class Conv2d implements Module {
    private final Variable weight;
    private final Optional<Variable> bias;
    private final int stride;
    private final int padding;
    private final int groups;

    private Conv2d(Variable weight, Optional<Variable> bias, int stride, int padding, int groups) {
        this.weight = weight;
        this.bias = bias;
        this.stride = stride;
        this.padding = padding;
        this.groups = groups;
    }

    /** 3x3 with PyTorch's default initialisation, padding 1, no bias: what stands in front of a batch normalisation. */
    public static Conv2d threeByThree(Scope scope, int inputs, int outputs, int stride) {
        return create(scope, inputs, outputs, 3, stride, Initializer.torchDefault(inputs * 9L), false);
    }

    /** 3x3 with bias and PyTorch's default initialisation, stride 1, padding 1: what stands on its own. */
    public static Conv2d threeByThreeWithBias(Scope scope, int inputs, int outputs) {
        return create(scope, inputs, outputs, 3, 1, Initializer.torchDefault(inputs * 9L), true);
    }

    /** 1x1 with bias and PyTorch's default initialisation. */
    public static Conv2d oneByOne(Scope scope, int inputs, int outputs) {
        return create(scope, inputs, outputs, 1, 1, Initializer.torchDefault(inputs), true);
    }

    /** 1x1 without bias, PyTorch's default initialisation: what mixes channels behind {@link #depthwise}. */
    public static Conv2d pointwise(Scope scope, int inputs, int outputs) {
        return create(scope, inputs, outputs, 1, 1, Initializer.torchDefault(inputs), false);
    }

    /** 3x3 on every channel by itself, stride 1, padding 1, no bias, PyTorch's default initialisation. */
    public static Conv2d depthwise(Scope scope, int channels) {
        Variable weight = scope.learnable("weight", new Shape(channels, 1, 3, 3), Initializer.torchDefault(9));
        return new Conv2d(weight, Optional.empty(), 1, 1, channels);
    }

    /** Any one. {@code bias}: its first values; empty for none */
    static Conv2d of(Scope scope, Kernel kernel, Initializer weights, Optional<Initializer> bias) {
        Shape shape = new Shape(kernel.outputs(), kernel.inputs() / kernel.groups(), kernel.size(), kernel.size());
        Variable weight = scope.learnable("weight", shape, weights);
        Optional<Variable> shift = bias.map(first -> scope.learnable("bias", new Shape(kernel.outputs()), first));
        return new Conv2d(weight, shift, kernel.stride(), kernel.padding(), kernel.groups());
    }

    /** No bias, Kaiming-normal by fan-out: that of families whose authors are torchvision's. */
    static Conv2d kaiming(Scope scope, Kernel kernel) {
        return of(scope, kernel, Initializer.kaimingNormal(kernel.fanOut()), Optional.empty());
    }

    /** A ResNet's convolution: no bias, Kaiming-normal by fan-out. {@code kernel} is odd. */
    static Conv2d residual(Scope scope, int inputs, int outputs, int kernel, int stride) {
        long fanOut = (long) outputs * kernel * kernel;
        return create(scope, inputs, outputs, kernel, stride, Initializer.kaimingNormal(fanOut), false);
    }

    private static Conv2d create(
            Scope scope, int inputs, int outputs, int kernel, int stride, Initializer initializer, boolean hasBias) {
        Variable weight = scope.learnable("weight", new Shape(outputs, inputs, kernel, kernel), initializer);
        Optional<Variable> bias = hasBias
                ? Optional.of(scope.learnable(
                        "bias", new Shape(outputs), Initializer.torchDefault((long) inputs * kernel * kernel)))
                : Optional.empty();
        return new Conv2d(weight, bias, stride, kernel / 2, 1);
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        return Functional.conv2d(input, weight.tensor(), bias.map(Variable::tensor), stride, padding, groups);
    }
}
