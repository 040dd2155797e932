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
        return torchDefault(scope, Kernel.same(inputs, outputs, 3, stride));
    }

    /** 3x3 with bias and PyTorch's default initialisation, stride 1, padding 1: what stands on its own. */
    public static Conv2d threeByThreeWithBias(Scope scope, int inputs, int outputs) {
        return torchDefaultWithBias(scope, Kernel.same(inputs, outputs, 3, 1));
    }

    /** 1x1 with bias and PyTorch's default initialisation. */
    public static Conv2d oneByOne(Scope scope, int inputs, int outputs) {
        return torchDefaultWithBias(scope, Kernel.same(inputs, outputs, 1, 1));
    }

    /** 1x1 without bias, PyTorch's default initialisation: what mixes channels behind {@link #depthwise}. */
    public static Conv2d pointwise(Scope scope, int inputs, int outputs) {
        return torchDefault(scope, Kernel.same(inputs, outputs, 1, 1));
    }

    /** 3x3 on every channel by itself, stride 1, padding 1, no bias, PyTorch's default initialisation. */
    public static Conv2d depthwise(Scope scope, int channels) {
        return torchDefault(scope, Kernel.depthwise(channels, 3, 1));
    }

    /** Any one. {@code bias}: its first values; empty for none */
    static Conv2d of(Scope scope, Kernel kernel, Initializer weights, Optional<Initializer> bias) {
        Shape shape = new Shape(kernel.outputs(), kernel.inputs() / kernel.groups(), kernel.size(), kernel.size());
        Variable weight = scope.learnable("weight", shape, weights);
        Optional<Variable> shift = bias.map(first -> scope.learnable("bias", new Shape(kernel.outputs()), first));
        return new Conv2d(weight, shift, kernel.stride(), kernel.padding(), kernel.groups());
    }

    /** No bias, PyTorch's default initialisation. */
    static Conv2d torchDefault(Scope scope, Kernel kernel) {
        return of(scope, kernel, Initializer.torchDefault(kernel.fanIn()), Optional.empty());
    }

    /** The same with bias. */
    static Conv2d torchDefaultWithBias(Scope scope, Kernel kernel) {
        Initializer first = Initializer.torchDefault(kernel.fanIn());
        return of(scope, kernel, first, Optional.of(first));
    }

    /** No bias, Kaiming-normal by fan-out: that of families whose authors are torchvision's. */
    static Conv2d kaiming(Scope scope, Kernel kernel) {
        return of(scope, kernel, Initializer.kaimingNormal(kernel.fanOut()), Optional.empty());
    }

    /** A ResNet's convolution: no bias, Kaiming-normal by fan-out. {@code kernel} is odd. */
    static Conv2d residual(Scope scope, int inputs, int outputs, int kernel, int stride) {
        return kaiming(scope, Kernel.same(inputs, outputs, kernel, stride));
    }

    @Override
    public NDArray forward(NDArray input, Mode mode) {
        return Functional.conv2d(input, weight.tensor(), bias.map(Variable::tensor), stride, padding, groups);
    }
}
