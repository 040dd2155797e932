package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Optional;

/** {@code torch.nn.functional}: the operations that layers are made of, one native call each. */
public final class Functional {
    private static final Shape SINGLE = new Shape(1, 1);
    private static final Shape WITHOUT_HOLES = new Shape(1, 1);

    private Functional() {}

    /**
     * Convolution, with the channels in groups of their own: output group g is computed from input group g alone.
     *
     * @param input (N, Cin, H, W)
     * @param weight (Cout, Cin / groups, k, k)
     * @param bias (Cout)
     * @param groups divides Cin and Cout; 1 for a full convolution, Cin for a depthwise one
     * @return (N, Cout, H', W') with H' = (H + 2 padding - k) / stride + 1, rounded down
     */
    public static NDArray conv2d(
            NDArray input, NDArray weight, Optional<NDArray> bias, int stride, int padding, int groups) {
        return JniUtils.convolution(
                torch(input),
                torch(weight),
                bias.map(Functional::torch).orElse(null),
                new Shape(stride, stride),
                new Shape(padding, padding),
                WITHOUT_HOLES,
                groups);
    }

    /** {@code input (N, in) * weight^T (in, out) + bias (out)}, (N, out). */
    public static NDArray linear(NDArray input, NDArray weight, Optional<NDArray> bias) {
        return JniUtils.linear(
                torch(input), torch(weight), bias.map(Functional::torch).orElse(null));
    }

    /**
     * Normalisation over all axes but the second. With {@code training} the batch's statistics are used, and folded into
     * the running ones in place: {@code running += momentum * (batch - running)}, the variance unbiased.
     *
     * @param input (N, C) or (N, C, H, W)
     */
    public static NDArray batchNorm(
            NDArray input,
            NDArray runningMean,
            NDArray runningVar,
            NDArray weight,
            NDArray bias,
            boolean training,
            double momentum,
            double epsilon) {
        // The parameters are misnamed gamma, beta, mean, variance in JniUtils; the order is PyTorch's.
        return JniUtils.batchNorm(
                torch(input),
                torch(runningMean),
                torch(runningVar),
                torch(weight),
                torch(bias),
                training,
                momentum,
                epsilon);
    }

    /**
     * Normalisation over the last axis: {@code (x - mean) / sqrt(variance + epsilon) * weight + bias}.
     *
     * @param input (N, ..., C)
     * @param weight (C)
     * @param bias (C)
     */
    public static NDArray layerNorm(NDArray input, NDArray weight, NDArray bias, double epsilon) {
        return JniUtils.layerNorm(torch(input), weight.getShape(), torch(weight), torch(bias), epsilon);
    }

    /**
     * Global response normalisation (Woo et al. 2023, §3.3): what each channel's norm over space is among those of all
     * weighs it.
     *
     * @param input (N, H, W, C)
     * @param weight (C)
     * @param bias (C)
     */
    public static NDArray globalResponseNorm(NDArray input, NDArray weight, NDArray bias, double epsilon) {
        NDArray norms = JniUtils.norm(torch(input), 2, new int[] {1, 2}, true);
        NDArray least = input.getManager().create((float) epsilon);
        NDArray among = norms.div(norms.mean(new int[] {3}, true).add(least));
        return input.add(input.mul(among).mul(weight).add(bias));
    }

    /** Zeros below and to the right: (N, H, W, C) to (N, H + more, W + more, C). */
    public static NDArray padTokens(NDArray tokens, long more) {
        return more == 0 ? tokens : JniUtils.pad(torch(tokens), new long[] {0, 0, 0, more, 0, more}, 0);
    }

    /** (N, C, H, W) to (N, H, W, C). */
    public static NDArray channelsLast(NDArray maps) {
        return maps.transpose(0, 2, 3, 1);
    }

    /**
     * (N, H, W, C) to (N, C, H, W), plane by plane in memory and not as a view: what convolves maps whose channels lie last may write
     * past its memory (decision 42).
     */
    public static NDArray channelsSecond(NDArray maps) {
        NDArray view = maps.transpose(0, 3, 1, 2);
        Shape shape = view.getShape();
        // The first reshape cannot be a view, so it is a copy.
        return view.reshape(shape.get(0), -1).reshape(shape);
    }

    /** Zeroes each element with probability {@code p} and divides the others by 1 - p; draws from PyTorch's generator. */
    public static NDArray dropout(NDArray input, double p) {
        return JniUtils.dropout(torch(input), p, true);
    }

    public static NDArray relu(NDArray input) {
        return JniUtils.relu(torch(input));
    }

    /** {@code log(1 + exp(x))}, which is minus the logarithm of the sigmoid of {@code -x}; without overflow. */
    public static NDArray softplus(NDArray input) {
        return JniUtils.softPlus(torch(input));
    }

    /** {@code x} above zero, {@code slope * x} below. */
    public static NDArray leakyRelu(NDArray input, double slope) {
        return JniUtils.leakyRelu(torch(input), slope);
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public static NDArray sigmoid(NDArray input) {
        return JniUtils.sigmoid(torch(input));
    }

    /** {@code x * sigmoid(x)}, which EfficientNet calls swish. */
    public static NDArray silu(NDArray input) {
        return input.mul(sigmoid(input));
    }

    /** {@code min(max(x, 0), 6)}. */
    public static NDArray relu6(NDArray input) {
        // A clip alone has a gradient at 0, where dead channels begin; PyTorch's relu6 has none there.
        return JniUtils.clip(torch(relu(input)), 0, 6);
    }

    /** The exact form, {@code x * Phi(x)}, not the tanh approximation. */
    public static NDArray gelu(NDArray input) {
        return JniUtils.gelu(torch(input));
    }

    /**
     * Every sample divided by its Euclidean norm over all its elements, as {@code F.normalize(x.flatten(1), eps=epsilon)}:
     * {@code x / max(|x|, epsilon)}. A sample of zeros stays one, with a finite gradient.
     *
     * @param input (N, ...)
     * @param epsilon positive
     * @return the same shape
     */
    public static NDArray normalizeSamples(NDArray input, double epsilon) {
        Shape shape = input.getShape();
        NDArray vectors = input.reshape(shape.get(0), -1);
        return JniUtils.normalize(torch(vectors), 2, 1, epsilon).reshape(shape);
    }

    /** The mean of tensors of one shape, element by element: of networks' logits that of their ensemble. */
    public static NDArray mean(List<NDArray> tensors) {
        return NDArrays.stack(new NDList(tensors)).mean(new int[] {0});
    }

    /**
     * Channels dealt out anew (Ma et al. 2018): the first of every group, then the second of every group, and so on.
     *
     * @param maps (N, C, H, W)
     * @param groups divides C
     */
    public static NDArray shuffleChannels(NDArray maps, int groups) {
        Shape shape = maps.getShape();
        return maps.reshape(shape.get(0), groups, shape.get(1) / groups, shape.get(2), shape.get(3))
                .transpose(0, 2, 1, 3, 4)
                .reshape(shape);
    }

    /** Means over areas that cover the maps: (N, C, H, W) to (N, C, size, size), as {@code adaptive_avg_pool2d} has them. */
    public static NDArray averageAreas(NDArray maps, int size) {
        return JniUtils.adaptiveAvgPool(torch(maps), new Shape(size, size));
    }

    /** Means of 2x2 pixels, the size rounded up; at the border of what there is. */
    public static NDArray halve(NDArray maps) {
        Shape two = new Shape(2, 2);
        return JniUtils.avgPool(torch(maps), two, two, new Shape(0, 0), true, false);
    }

    /** Mean over space: (N, C, H, W) to (N, C). */
    public static NDArray globalAveragePool(NDArray maps) {
        Shape shape = maps.getShape();
        return JniUtils.adaptiveAvgPool(torch(maps), SINGLE).reshape(shape.get(0), shape.get(1));
    }

    /**
     * Means over square tiles: (N, C, S, S) to (N, C, size, size).
     *
     * @param size divides S; other ratios would weigh pixels unequally and are refused
     */
    public static NDArray averagePoolTo(NDArray maps, int size) {
        Shape shape = maps.getShape();
        long height = shape.get(2);
        long width = shape.get(3);
        if (size < 1 || height != width || height % size != 0) {
            throw new IllegalArgumentException(
                    "maps of shape " + shape + " cannot be averaged over tiles to " + size + "x" + size);
        }
        if (height == size) {
            return maps;
        }
        return averagePool(maps, Math.toIntExact(height / size));
    }

    /**
     * The largest value of squares of pixels: (N, C, H, W) to (N, C, H', W'), H' as {@link #conv2d} has it.
     *
     * @param padding pixels beyond the border, which are never the largest
     */
    public static NDArray maxPool(NDArray maps, int kernel, int stride, int padding) {
        return JniUtils.maxPool(
                torch(maps), new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding, padding), false);
    }

    /** The mean of squares of pixels that do not overlap: (N, C, H, W) to (N, C, H / side, W / side), rounded down. */
    public static NDArray averagePool(NDArray maps, int side) {
        Shape tile = new Shape(side, side);
        return JniUtils.avgPool(torch(maps), tile, tile, new Shape(0, 0), false, true);
    }

    /**
     * What was made of a variable, as something that lives where an input does: results join what their first operand lives in,
     * and a variable lives as long as its network.
     */
    static NDArray beside(NDArray input, NDArray result) {
        result.attach(input.getManager());
        return result;
    }

    private static PtNDArray torch(NDArray array) {
        return (PtNDArray) array;
    }
}
