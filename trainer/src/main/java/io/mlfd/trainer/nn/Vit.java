package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.network.VitShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Vision transformers (Dosovitskiy et al. 2021). Variables have timm's names and first values; blocks drop their branches in
 * training as in Touvron et al. 2021. Between stages there are tokens (N, 1 + H W, C), of which the first is the class token:
 * the others are the maps.
 */
record Vit(VitShape shape) implements NetworkParts {
    private static final double EPSILON = 1e-6;
    private static final double CLASS_TOKEN = 1e-6;
    /** Of the last block; it grows from 0 with the block. */
    private static final double DROP_PATH = 0.1;

    @Override
    public Module stem(Scope scope) {
        Kernel kernel = Kernel.patches(Network.COLOURS, shape.channels(), shape.patch());
        Variable classToken =
                scope.learnable("cls_token", new Shape(1, 1, shape.channels()), Initializer.normal(CLASS_TOKEN));
        Variable positions = scope.learnable(
                "pos_embed",
                new Shape(1, 1 + (long) shape.grid() * shape.grid(), shape.channels()),
                Initializer.normal(TransformerBlock.SPREAD));
        Conv2d patches = Conv2d.torchDefaultWithBias(scope.child("patch_embed").child("proj"), kernel);
        return (images, mode) -> {
            NDArray maps = patches.forward(images, mode);
            Shape of = maps.getShape();
            NDArray tokens = maps.reshape(of.get(0), of.get(1), -1).transpose(0, 2, 1);
            NDArray whole = Functional.beside(maps, classToken.tensor().broadcast(new Shape(of.get(0), 1, of.get(1))));
            return NDArrays.concat(new NDList(whole, tokens), 1)
                    .add(positions(positions.tensor(), Math.toIntExact(of.get(2)), maps));
        };
    }

    @Override
    public Module stage(int stage, Scope scope) {
        List<Module> blocks = new ArrayList<>();
        List<Integer> depths = Collections.nCopies(shape.stageCount(), VitShape.BLOCKS);
        for (int i = 0; i < VitShape.BLOCKS; i++) {
            Scope own = scope.child("blocks").child(Integer.toString(stage * VitShape.BLOCKS + i));
            SelfAttention attention = new SelfAttention(own.child("attn"), shape.channels(), shape.heads());
            blocks.add(new TransformerBlock(
                    own,
                    shape.channels(),
                    EPSILON,
                    (tokens, mode) -> attention.forward(tokens, UnaryOperator.identity(), mode),
                    DropPath.growing(DROP_PATH, depths, stage, i)));
        }
        return new Sequential(blocks);
    }

    @Override
    public NDArray maps(NDArray tokens) {
        Shape of = tokens.getShape();
        long side = Math.round(Math.sqrt((double) (of.get(1) - 1)));
        return tokens.get(new NDIndex(":, 1:")).transpose(0, 2, 1).reshape(of.get(0), of.get(2), side, side);
    }

    @Override
    public Head head(int classes, Scope scope) {
        LayerNorm normalisation = new LayerNorm(scope.child("norm"), shape.channels(), EPSILON);
        return new Head(
                (tokens, mode) -> normalisation.forward(tokens.get(new NDIndex(":, 0")), mode),
                TransformerBlock.dense(scope.child("head"), shape.channels(), classes));
    }

    /**
     * The learned ones, resampled where there are others than they were learned for.
     *
     * @param side patches on each side
     * @param input what the result lives with
     */
    private NDArray positions(NDArray learned, int side, NDArray input) {
        if (side == shape.grid()) {
            return learned;
        }
        NDArray ofClass = Functional.beside(input, learned.get(new NDIndex(":, :1")));
        NDArray grid = Functional.beside(input, learned.get(new NDIndex(":, 1:")));
        float[] weights = new Resampling(shape.grid(), side).ofSquares();
        NDArray resampled = input.getManager()
                .create(weights, new Shape((long) side * side, (long) shape.grid() * shape.grid()))
                .toType(learned.getDataType(), false)
                .matMul(grid);
        return NDArrays.concat(new NDList(ofClass, resampled), 1);
    }
}
