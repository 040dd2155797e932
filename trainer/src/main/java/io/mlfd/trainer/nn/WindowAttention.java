package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Attention within square windows (Liu et al. 2021, §3.2), in every other block of windows that are shifted by half their side;
 * named as in timm. Maps that are no larger than a window are one window, which is never shifted.
 */
final class WindowAttention implements Module {
    /** Added to the scores of tokens that came into one window by the shift alone. */
    private static final float APART = -100;

    private final SelfAttention attention;
    private final Variable table;
    private final int heads;
    private final int window;
    private final int shift;

    /** @param shift 0 for none */
    WindowAttention(Scope scope, int channels, int heads, int window, int shift) {
        long positions = 2L * window - 1;
        table = scope.learnable(
                "relative_position_bias_table",
                new Shape(positions * positions, heads),
                Initializer.normal(TransformerBlock.SPREAD));
        attention = new SelfAttention(scope, channels, heads);
        this.heads = heads;
        this.window = window;
        this.shift = shift;
    }

    /** @param tokens (N, H, H, C) */
    @Override
    public NDArray forward(NDArray tokens, Mode mode) {
        int side = Math.toIntExact(tokens.getShape().get(1));
        int own = Math.min(window, side);
        int by = side <= window ? 0 : shift;
        int padded = (side + own - 1) / own * own;
        NDArray x = Functional.padTokens(rolled(tokens, by), padded - side);
        long count = padded / own;
        Shape of = x.getShape();
        NDArray windows = x.reshape(of.get(0), count, own, count, own, of.get(3))
                .transpose(0, 1, 3, 2, 4, 5)
                .reshape(-1, (long) own * own, of.get(3));
        NDArray bias = bias(own, tokens);
        NDArray attended =
                attention.forward(windows, scores -> masked(scores.add(bias), of.get(0), padded, own, by), mode);
        NDArray maps = attended.reshape(of.get(0), count, count, own, own, of.get(3))
                .transpose(0, 1, 3, 2, 4, 5)
                .reshape(of);
        NDArray cut = padded == side ? maps : maps.get(new NDIndex(":, :" + side + ", :" + side));
        return rolled(cut, side - by);
    }

    /** The first {@code by} rows and columns come to the end. */
    private static NDArray rolled(NDArray tokens, int by) {
        if (by % tokens.getShape().get(1) == 0) {
            return tokens;
        }
        NDArray rows = NDArrays.concat(
                new NDList(tokens.get(new NDIndex(":, " + by + ":")), tokens.get(new NDIndex(":, :" + by))), 1);
        return NDArrays.concat(
                new NDList(rows.get(new NDIndex(":, :, " + by + ":")), rows.get(new NDIndex(":, :, :" + by))), 2);
    }

    /** (1, heads, T, T) of a window's tokens, by where they lie to each other. {@code input}: what the result lives with */
    private NDArray bias(int own, NDArray input) {
        int tokens = own * own;
        int positions = Math.toIntExact(table.shape().get(0));
        // A product with a matrix of zeros and ones, whose result lives with the matrix and not with the network.
        float[] chosen = new float[tokens * tokens * positions];
        for (int one = 0; one < tokens; one++) {
            for (int two = 0; two < tokens; two++) {
                int down = one / own - two / own + window - 1;
                int right = one % own - two % own + window - 1;
                chosen[(one * tokens + two) * positions + down * (2 * window - 1) + right] = 1;
            }
        }
        return input.getManager()
                .create(chosen, new Shape((long) tokens * tokens, positions))
                .toType(input.getDataType(), false)
                .matMul(table.tensor())
                .reshape(tokens, tokens, heads)
                .transpose(2, 0, 1)
                .expandDims(0);
    }

    private NDArray masked(NDArray scores, long images, int side, int own, int by) {
        if (by == 0) {
            return scores;
        }
        int count = side / own;
        int tokens = own * own;
        float[] mask = new float[count * count * tokens * tokens];
        for (int place = 0; place < count * count; place++) {
            for (int one = 0; one < tokens; one++) {
                for (int two = 0; two < tokens; two++) {
                    boolean together = region(place, one, side, own, by) == region(place, two, side, own, by);
                    mask[(place * tokens + one) * tokens + two] = together ? 0 : APART;
                }
            }
        }
        NDArray apart = scores.getManager()
                .create(mask, new Shape(1, (long) count * count, 1, tokens, tokens))
                .toType(scores.getDataType(), false);
        Shape of = scores.getShape();
        return scores.reshape(images, (long) count * count, heads, tokens, tokens)
                .add(apart)
                .reshape(of);
    }

    /** Which of the nine parts of the shifted maps a token is of. {@code place}: of its window among all */
    private static int region(int place, int token, int side, int own, int by) {
        int count = side / own;
        return 3 * band(place / count * own + token / own, side, own, by)
                + band(place % count * own + token % own, side, own, by);
    }

    private static int band(int at, int side, int own, int by) {
        if (at < side - own) {
            return 0;
        }
        return at < side - by ? 1 : 2;
    }
}
