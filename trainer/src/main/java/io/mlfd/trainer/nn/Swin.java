package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.network.SwinShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Swin-T (Liu et al. 2021). Variables have timm's names and first values; blocks drop their branches in training as in the paper for
 * this size. Tables of relative positions are for whole windows whatever the size of images, so that a file fits all sizes.
 */
record Swin(SwinShape shape) implements NetworkParts {
    private static final double EPSILON = 1e-5;
    /** Of the last block; it grows from 0 with the block. */
    private static final double DROP_PATH = 0.1;
    /** Tokens that become one where maps are halved. */
    private static final int MERGED = 4;

    @Override
    public Module stem(Scope scope) {
        Scope own = scope.child("patch_embed");
        Kernel kernel = Kernel.patches(Network.COLOURS, shape.width(), shape.patch());
        return new Sequential(List.of(
                Conv2d.torchDefaultWithBias(own.child("proj"), kernel),
                new LayerNorm(own.child("norm"), shape.width(), EPSILON).ofMaps()));
    }

    @Override
    public Module stage(int stage, Scope scope) {
        Scope own = scope.child("layers").child(Integer.toString(stage));
        List<Module> layers = new ArrayList<>();
        layers.add((maps, mode) -> Functional.channelsLast(maps));
        if (stage > 0) {
            layers.add(merging(own.child("downsample"), shape.channels(stage - 1), shape.channels(stage)));
        }
        for (int block = 0; block < shape.depths().get(stage); block++) {
            Scope ofBlock = own.child("blocks").child(Integer.toString(block));
            layers.add(new TransformerBlock(
                    ofBlock,
                    shape.channels(stage),
                    EPSILON,
                    new WindowAttention(
                            ofBlock.child("attn"),
                            shape.channels(stage),
                            shape.heads(stage),
                            shape.window(),
                            block % 2 == 0 ? 0 : shape.window() / 2),
                    DropPath.growing(DROP_PATH, shape.depths(), stage, block)));
        }
        layers.add((tokens, mode) -> Functional.channelsSecond(tokens));
        return new Sequential(layers);
    }

    @Override
    public Head head(int classes, Scope scope) {
        LayerNorm normalisation = new LayerNorm(scope.child("norm"), shape.lastChannels(), EPSILON);
        return new Head(
                (maps, mode) -> normalisation
                        .forward(Functional.channelsLast(maps), mode)
                        .mean(new int[] {1})
                        .mean(new int[] {1}),
                TransformerBlock.dense(scope.child("head").child("fc"), shape.embeddingLength(), classes));
    }

    /** (N, H, W, inputs) to (N, H / 2, W / 2, outputs), the size rounded up. */
    private static Module merging(Scope scope, int inputs, int outputs) {
        LayerNorm normalisation = new LayerNorm(scope.child("norm"), MERGED * inputs, EPSILON);
        Variable reduction = scope.child("reduction")
                .learnable(
                        "weight",
                        new Shape(outputs, (long) MERGED * inputs),
                        Initializer.normal(TransformerBlock.SPREAD));
        return (tokens, mode) -> {
            long odd = tokens.getShape().get(1) % 2;
            NDArray even = Functional.padTokens(tokens, odd);
            Shape of = even.getShape();
            NDArray squares = even.reshape(of.get(0), of.get(1) / 2, 2, of.get(2) / 2, 2, of.get(3))
                    .transpose(0, 1, 3, 4, 2, 5)
                    .reshape(of.get(0), of.get(1) / 2, of.get(2) / 2, MERGED * of.get(3));
            return Functional.linear(normalisation.forward(squares, mode), reduction.tensor(), Optional.empty());
        };
    }
}
