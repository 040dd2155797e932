package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.SeResNeXtShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SE-ResNeXt-26-T 32x4d. Variables have timm's names and first values: a block's last normalisation starts at zero. */
record SeResNeXt(SeResNeXtShape shape) implements NetworkParts {
    @Override
    public Module stem(Scope scope) {
        List<Integer> channels = SeResNeXtShape.STEM;
        Scope deep = scope.child("conv1");
        List<Module> layers = new ArrayList<>();
        layers.addAll(normalised(
                deep.child("0"),
                deep.child("1"),
                Kernel.same(Network.COLOURS, channels.get(0), 3, shape.isSmall() ? 1 : 2)));
        layers.addAll(
                normalised(deep.child("3"), deep.child("4"), Kernel.same(channels.get(0), channels.get(1), 3, 1)));
        layers.addAll(
                normalised(deep.child("6"), scope.child("bn1"), Kernel.same(channels.get(1), channels.get(2), 3, 1)));
        if (!shape.isSmall()) {
            layers.add((input, mode) -> Functional.maxPool(input, 3, 2, 1));
        }
        return new Sequential(layers);
    }

    @Override
    public Module stage(int stage, Scope scope) {
        List<Module> blocks = new ArrayList<>();
        Scope layer = scope.child("layer" + (stage + 1));
        int inputs = stage == 0 ? shape.stem() : shape.channels(stage - 1);
        for (int block = 0; block < shape.blocks(); block++) {
            blocks.add(block(layer.child(Integer.toString(block)), stage, inputs, stage > 0 && block == 0 ? 2 : 1));
            inputs = shape.channels(stage);
        }
        return new Sequential(blocks);
    }

    @Override
    public Head head(int classes, Scope scope) {
        return Head.averaging(new Linear(scope.child("fc"), shape.embeddingLength(), classes));
    }

    private Module block(Scope scope, int stage, int inputs, int stride) {
        int narrow = shape.narrow(stage);
        int outputs = shape.channels(stage);
        List<Module> layers = new ArrayList<>();
        layers.addAll(normalised(scope.child("conv1"), scope.child("bn1"), Kernel.same(inputs, narrow, 1, 1)));
        layers.addAll(normalised(
                scope.child("conv2"),
                scope.child("bn2"),
                Kernel.same(narrow, narrow, 3, stride).inGroups(SeResNeXtShape.GROUPS)));
        layers.add(Conv2d.kaiming(scope.child("conv3"), Kernel.same(narrow, outputs, 1, 1)));
        layers.add(BatchNorm.startingAtZero(scope.child("bn3"), outputs));
        layers.add(squeeze(scope.child("se"), outputs, shape.squeezed(stage)));
        Module branch = new Sequential(layers);
        Optional<Module> shortcut =
                inputs == outputs ? Optional.empty() : Optional.of(shortcut(scope, inputs, outputs, stride));
        return (NDArray maps, Mode mode) -> {
            NDArray residual = branch.forward(maps, mode);
            NDArray beside = shortcut.map(module -> module.forward(maps, mode)).orElse(maps);
            return Functional.relu(residual.add(beside));
        };
    }

    /** Means, and then the projection (He et al. 2019, ResNet-D). */
    private static Module shortcut(Scope scope, int inputs, int outputs, int stride) {
        Scope own = scope.child("downsample");
        List<Module> layers = new ArrayList<>();
        if (stride > 1) {
            layers.add((input, mode) -> Functional.halve(input));
        }
        layers.add(Conv2d.kaiming(own.child("1"), Kernel.same(inputs, outputs, 1, 1)));
        layers.add(new BatchNorm(own.child("2"), outputs));
        return new Sequential(layers);
    }

    private static Module squeeze(Scope scope, int channels, int squeezed) {
        Kernel reduce = Kernel.same(channels, squeezed, 1, 1);
        Kernel expand = Kernel.same(squeezed, channels, 1, 1);
        return new SqueezeExcitation(
                Conv2d.of(
                        scope.child("fc1"),
                        reduce,
                        Initializer.kaimingNormal(reduce.fanOut()),
                        Optional.of(Initializer.torchDefault(reduce.fanIn()))),
                Conv2d.of(
                        scope.child("fc2"),
                        expand,
                        Initializer.kaimingNormal(expand.fanOut()),
                        Optional.of(Initializer.torchDefault(expand.fanIn()))),
                (input, mode) -> Functional.relu(input));
    }

    private static List<Module> normalised(Scope convolution, Scope normalisation, Kernel kernel) {
        return List.of(
                Conv2d.kaiming(convolution, kernel),
                new BatchNorm(normalisation, kernel.outputs()),
                (input, mode) -> Functional.relu(input));
    }
}
