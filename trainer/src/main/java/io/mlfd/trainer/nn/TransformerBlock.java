package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;

/** Attention and two dense layers, each normalised before and added to what came in; named as in timm. */
final class TransformerBlock implements Module {
    /** Channels between the dense layers for each of a token. */
    private static final int EXPANSION = 4;
    /** Of first values, which timm draws from a normal distribution that is cut off at 2, a hundred times that. */
    static final double SPREAD = 0.02;

    private final LayerNorm norm1;
    private final Module attention;
    private final LayerNorm norm2;
    private final Linear fc1;
    private final Linear fc2;
    private final DropPath dropPath;

    /** @param attention of tokens, made in the block's scope */
    TransformerBlock(Scope scope, int channels, double epsilon, Module attention, DropPath dropPath) {
        norm1 = new LayerNorm(scope.child("norm1"), channels, epsilon);
        this.attention = attention;
        norm2 = new LayerNorm(scope.child("norm2"), channels, epsilon);
        fc1 = dense(scope.child("mlp").child("fc1"), channels, EXPANSION * channels);
        fc2 = dense(scope.child("mlp").child("fc2"), EXPANSION * channels, channels);
        this.dropPath = dropPath;
    }

    /** @param tokens (N, ..., C) */
    @Override
    public NDArray forward(NDArray tokens, Mode mode) {
        NDArray attended = attention.forward(norm1.forward(tokens, mode), mode);
        NDArray x = tokens.add(dropPath.forward(attended, mode));
        NDArray dense = fc2.forward(Functional.gelu(fc1.forward(norm2.forward(x, mode), mode)), mode);
        return x.add(dropPath.forward(dense, mode));
    }

    static Linear dense(Scope scope, int inputs, int outputs) {
        return Linear.normal(scope, inputs, outputs, SPREAD);
    }
}
