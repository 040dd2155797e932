package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.mlfd.plan.network.ShuffleNetShape;
import java.util.ArrayList;
import java.util.List;

/** ShuffleNetV2 (Ma et al. 2018). Variables have torchvision's names, and its first values, which are PyTorch's defaults. */
record ShuffleNet(ShuffleNetShape shape) implements NetworkParts {
    private static final int HALVES = 2;

    @Override
    public Module stem(Scope scope) {
        Scope own = scope.child("conv1");
        List<Module> layers = new ArrayList<>(
                activated(own, 0, Kernel.same(Network.COLOURS, shape.stem(), 3, shape.isSmall() ? 1 : 2)));
        if (!shape.isSmall()) {
            layers.add((input, mode) -> Functional.maxPool(input, 3, 2, 1));
        }
        return new Sequential(layers);
    }

    @Override
    public Module stage(int stage, Scope scope) {
        Scope own = scope.child("stage" + (stage + 2));
        int inputs = stage == 0 ? shape.stem() : shape.channels(stage - 1);
        int half = shape.channels(stage) / HALVES;
        List<Module> blocks = new ArrayList<>();
        blocks.add(halving(own.child("0"), inputs, half));
        for (int block = 1; block < shape.blocks(stage); block++) {
            Module branch = branch(own.child(Integer.toString(block)).child("branch2"), half, half, 1);
            blocks.add((maps, mode) -> {
                NDList halves = maps.split(HALVES, 1);
                return shuffled(halves.get(0), branch.forward(halves.get(1), mode));
            });
        }
        return new Sequential(blocks);
    }

    @Override
    public Head head(int classes, Scope scope) {
        Module convolution = new Sequential(
                activated(scope.child("conv5"), 0, Kernel.same(shape.lastChannels(), shape.embeddingLength(), 1, 1)));
        return new Head(
                (maps, mode) -> Functional.globalAveragePool(convolution.forward(maps, mode)),
                new Linear(scope.child("fc"), shape.embeddingLength(), classes));
    }

    private static Module halving(Scope scope, int inputs, int half) {
        Scope first = scope.child("branch1");
        List<Module> layers = new ArrayList<>(normalised(first, 0, Kernel.depthwise(inputs, 3, 2)));
        layers.addAll(activated(first, 2, Kernel.same(inputs, half, 1, 1)));
        Module one = new Sequential(layers);
        Module two = branch(scope.child("branch2"), inputs, half, 2);
        return (maps, mode) -> shuffled(one.forward(maps, mode), two.forward(maps, mode));
    }

    private static Module branch(Scope scope, int inputs, int outputs, int stride) {
        List<Module> layers = new ArrayList<>(activated(scope, 0, Kernel.same(inputs, outputs, 1, 1)));
        layers.addAll(normalised(scope, 3, Kernel.depthwise(outputs, 3, stride)));
        layers.addAll(activated(scope, 5, Kernel.same(outputs, outputs, 1, 1)));
        return new Sequential(layers);
    }

    private static NDArray shuffled(NDArray one, NDArray two) {
        return Functional.shuffleChannels(NDArrays.concat(new NDList(one, two), 1), HALVES);
    }

    /** {@code number}: of the convolution among the layers that the scope's names count */
    private static List<Module> normalised(Scope scope, int number, Kernel kernel) {
        return List.of(
                Conv2d.torchDefault(scope.child(Integer.toString(number)), kernel),
                new BatchNorm(scope.child(Integer.toString(number + 1)), kernel.outputs()));
    }

    private static List<Module> activated(Scope scope, int number, Kernel kernel) {
        List<Module> layers = new ArrayList<>(normalised(scope, number, kernel));
        layers.add((input, mode) -> Functional.relu(input));
        return layers;
    }
}
