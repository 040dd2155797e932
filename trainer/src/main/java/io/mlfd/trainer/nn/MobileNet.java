package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.InvertedBlock;
import io.mlfd.plan.network.InvertedShape;
import io.mlfd.plan.network.MobileNetShape;
import java.util.ArrayList;
import java.util.List;

/** MobileNetV2 (Sandler et al. 2018). Variables have torchvision's names. */
record MobileNet(MobileNetShape shape) implements NetworkParts {
    private static final double DROPOUT = 0.2;
    /** Of the dense layer's first values. */
    private static final double SPREAD = 0.01;

    @Override
    public Module stem(Scope scope) {
        Kernel kernel = Kernel.same(Network.COLOURS, InvertedShape.STEM, 3, shape.isSmall() ? 1 : 2);
        return new Sequential(convolution(scope.child("features").child("0"), kernel));
    }

    @Override
    public Module stage(int stage, Scope scope) {
        return new Sequential(shape.blocks(stage).stream()
                .map(block -> block(scope.child("features").child(Integer.toString(block.index() + 1)), block))
                .toList());
    }

    @Override
    public Head head(int classes, Scope scope) {
        Scope last =
                scope.child("features").child(Integer.toString(shape.blocks().size() + 1));
        Module convolution =
                new Sequential(convolution(last, Kernel.same(shape.lastChannels(), InvertedShape.EMBEDDING, 1, 1)));
        Linear classifier =
                Linear.normal(scope.child("classifier").child("1"), InvertedShape.EMBEDDING, classes, SPREAD);
        return new Head(
                (maps, mode) -> Functional.globalAveragePool(convolution.forward(maps, mode)),
                new Sequential(List.of(new Dropout(DROPOUT), classifier)));
    }

    private static Module block(Scope scope, InvertedBlock block) {
        Scope layers = scope.child("conv");
        List<Module> branch = new ArrayList<>();
        int number = 0;
        if (block.expansion() > 1) {
            branch.addAll(convolution(
                    layers.child(Integer.toString(number++)), Kernel.same(block.inputs(), block.hidden(), 1, 1)));
        }
        branch.addAll(convolution(
                layers.child(Integer.toString(number++)),
                Kernel.depthwise(block.hidden(), block.kernel(), block.stride())));
        branch.add(Conv2d.kaiming(
                layers.child(Integer.toString(number++)), Kernel.same(block.hidden(), block.outputs(), 1, 1)));
        branch.add(new BatchNorm(layers.child(Integer.toString(number)), block.outputs()));
        Module all = new Sequential(branch);
        return block.isResidual() ? (NDArray input, Mode mode) -> input.add(all.forward(input, mode)) : all;
    }

    private static List<Module> convolution(Scope scope, Kernel kernel) {
        return List.of(
                Conv2d.kaiming(scope.child("0"), kernel),
                new BatchNorm(scope.child("1"), kernel.outputs()),
                (input, mode) -> Functional.relu6(input));
    }
}
