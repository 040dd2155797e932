package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.mlfd.plan.network.DenseNetShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * DenseNet-40-12 (Huang et al. 2017). Torchvision has DenseNets with bottlenecks only; layers without them are named as what they
 * have in common with those. A stage's maps are what its layers have joined, before the normalisation of the next.
 */
record DenseNet(DenseNetShape shape) implements NetworkParts {
    @Override
    public Module stem(Scope scope) {
        return convolution(scope.child("features").child("conv0"), Kernel.same(Network.COLOURS, shape.stem(), 3, 1));
    }

    @Override
    public Module stage(int stage, Scope scope) {
        Scope features = scope.child("features");
        List<Module> layers = new ArrayList<>();
        int inputs = stage == 0 ? shape.stem() : shape.channels(stage - 1);
        if (stage > 0) {
            layers.addAll(
                    activated(features.child("transition" + stage), "norm", "conv", Kernel.same(inputs, inputs, 1, 1)));
            layers.add((maps, mode) -> Functional.averagePool(maps, 2));
        }
        Scope block = features.child("denseblock" + (stage + 1));
        for (int layer = 1; layer <= DenseNetShape.LAYERS; layer++) {
            Module further = new Sequential(activated(
                    block.child("denselayer" + layer),
                    "norm1",
                    "conv1",
                    Kernel.same(inputs, DenseNetShape.GROWTH, 3, 1)));
            layers.add((NDArray maps, Mode mode) -> NDArrays.concat(new NDList(maps, further.forward(maps, mode)), 1));
            inputs += DenseNetShape.GROWTH;
        }
        return new Sequential(layers);
    }

    @Override
    public Head head(int classes, Scope scope) {
        BatchNorm normalisation = new BatchNorm(scope.child("features").child("norm5"), shape.lastChannels());
        return new Head(
                (maps, mode) -> Functional.globalAveragePool(Functional.relu(normalisation.forward(maps, mode))),
                Linear.of(
                        scope.child("classifier"),
                        shape.embeddingLength(),
                        classes,
                        Initializer.torchDefault(shape.embeddingLength()),
                        Initializer.constant(0)));
    }

    private static List<Module> activated(Scope scope, String normalisation, String convolution, Kernel kernel) {
        return List.of(
                new BatchNorm(scope.child(normalisation), kernel.inputs()),
                (input, mode) -> Functional.relu(input),
                convolution(scope.child(convolution), kernel));
    }

    /** Kaiming-normal by fan-in, torchvision's choice for DenseNets alone. */
    private static Conv2d convolution(Scope scope, Kernel kernel) {
        return Conv2d.of(scope, kernel, Initializer.kaimingNormal(kernel.fanIn()), Optional.empty());
    }
}
