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
        Shape tile = new Shape(height / size, width / size);
        return JniUtils.avgPool(torch(maps), tile, tile, new Shape(0, 0), false, true);
    }

    private static PtNDArray torch(NDArray array) {
        return (PtNDArray) array;
    }
}
