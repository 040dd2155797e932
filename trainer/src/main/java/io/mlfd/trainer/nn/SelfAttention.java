package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/** Attention of tokens to each other with several heads (Vaswani et al. 2017), named as in timm. */
final class SelfAttention {
    private static final int OF_A_TOKEN = 3;

    private final Linear qkv;
    private final Linear proj;
    private final int heads;

    SelfAttention(Scope scope, int channels, int heads) {
        qkv = TransformerBlock.dense(scope.child("qkv"), channels, OF_A_TOKEN * channels);
        proj = TransformerBlock.dense(scope.child("proj"), channels, channels);
        this.heads = heads;
    }

    /**
     * @param tokens (N, T, C)
     * @param biased what is made of the scores (N, heads, T, T) before their softmax
     * @return (N, T, C)
     */
    NDArray forward(NDArray tokens, UnaryOperator<NDArray> biased, Mode mode) {
        Shape shape = tokens.getShape();
        NDList each = qkv.forward(tokens, mode).split(OF_A_TOKEN, 2);
        NDArray query = ofHeads(each.get(0), shape);
        NDArray key = ofHeads(each.get(1), shape);
        NDArray value = ofHeads(each.get(2), shape);
        NDArray scale = tokens.getManager().create((float) (1 / Math.sqrt(shape.get(2) / (double) heads)));
        NDArray scores = biased.apply(query.mul(scale).matMul(key.transpose(0, 1, 3, 2)));
        NDArray mixed = scores.softmax(3).matMul(value);
        return proj.forward(mixed.transpose(0, 2, 1, 3).reshape(shape), mode);
    }

    private NDArray ofHeads(NDArray vectors, Shape shape) {
        return vectors.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads)
                .transpose(0, 2, 1, 3);
    }
}
