package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.EfficientNetShape;
import io.mlfd.plan.network.InvertedBlock;
import io.mlfd.plan.network.InvertedShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * EfficientNet-B0 (Tan and Le 2019). Variables have timm's names and first values; in training it drops embeddings' elements and
 * blocks' branches as the paper does, which timm leaves to who trains.
 */
record EfficientNet(EfficientNetShape shape) implements NetworkParts {
    private static final double DROPOUT = 0.2;
    /** It grows with the block, from 0 to this behind the last one, and not to the last one as in other families. */
    private static final double DROP_PATH = 0.2;

    @Override
    public Module stem(Scope scope) {
        Kernel kernel = Kernel.same(Network.COLOURS, InvertedShape.STEM, 3, shape.isSmall() ? 1 : 2);
        return new Sequential(List.of(
                convolution(scope.child("conv_stem"), kernel),
                new BatchNorm(scope.child("bn1"), InvertedShape.STEM),
                activation()));
    }

    @Override
    public Module stage(int stage, Scope scope) {
        List<Module> blocks = new ArrayList<>();
        for (InvertedBlock block : shape.blocks(stage)) {
            Scope own =
                    scope.child("blocks").child(Integer.toString(block.group())).child(Integer.toString(block.place()));
            Module branch = branch(own, block);
            DropPath dropPath =
                    new DropPath(DROP_PATH * block.index() / shape.blocks().size());
            blocks.add(
                    block.isResidual()
                            ? (NDArray maps, Mode mode) -> dropPath.forward(branch.forward(maps, mode), mode)
                                    .add(maps)
                            : branch);
        }
        return new Sequential(blocks);
    }

    @Override
    public Head head(int classes, Scope scope) {
        Module convolution = new Sequential(List.of(
                convolution(scope.child("conv_head"), Kernel.same(shape.lastChannels(), InvertedShape.EMBEDDING, 1, 1)),
                new BatchNorm(scope.child("bn2"), InvertedShape.EMBEDDING),
                activation()));
        Linear classifier = Linear.of(
                scope.child("classifier"),
                InvertedShape.EMBEDDING,
                classes,
                Initializer.uniform(1 / Math.sqrt(classes)),
                Initializer.constant(0));
        return new Head(
                (maps, mode) -> Functional.globalAveragePool(convolution.forward(maps, mode)),
                new Sequential(List.of(new Dropout(DROPOUT), classifier)));
    }

    private Module branch(Scope scope, InvertedBlock block) {
        List<Module> layers = new ArrayList<>();
        boolean expands = block.expansion() > 1;
        if (expands) {
            layers.add(convolution(scope.child("conv_pw"), Kernel.same(block.inputs(), block.hidden(), 1, 1)));
            layers.add(new BatchNorm(scope.child("bn1"), block.hidden()));
            layers.add(activation());
        }
        layers.add(
                convolution(scope.child("conv_dw"), Kernel.depthwise(block.hidden(), block.kernel(), block.stride())));
        layers.add(new BatchNorm(scope.child(expands ? "bn2" : "bn1"), block.hidden()));
        layers.add(activation());
        layers.add(squeeze(scope.child("se"), block.hidden(), shape.squeezed(block)));
        layers.add(convolution(
                scope.child(expands ? "conv_pwl" : "conv_pw"), Kernel.same(block.hidden(), block.outputs(), 1, 1)));
        layers.add(new BatchNorm(scope.child(expands ? "bn3" : "bn2"), block.outputs()));
        return new Sequential(layers);
    }

    private static Module squeeze(Scope scope, int channels, int squeezed) {
        Kernel reduce = Kernel.same(channels, squeezed, 1, 1);
        Kernel expand = Kernel.same(squeezed, channels, 1, 1);
        Optional<Initializer> zero = Optional.of(Initializer.constant(0));
        return new SqueezeExcitation(
                Conv2d.of(scope.child("conv_reduce"), reduce, first(reduce), zero),
                Conv2d.of(scope.child("conv_expand"), expand, first(expand), zero),
                activation());
    }

    private static Conv2d convolution(Scope scope, Kernel kernel) {
        return Conv2d.of(scope, kernel, first(kernel), Optional.empty());
    }

    /** By the outputs of one group, as in the paper's own code. */
    private static Initializer first(Kernel kernel) {
        return Initializer.kaimingNormal(kernel.fanOut() / kernel.groups());
    }

    private static Module activation() {
        return (input, mode) -> Functional.silu(input);
    }
}
