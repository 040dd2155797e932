package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.WideResNetShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Wide residual networks (Zagoruyko and Komodakis 2016), named as in the PyTorch implementation that studies of distillation
 * share ({@code block1.layer.0.conv1}), since neither torchvision nor timm has those for small images. A stage's maps are what
 * its last block adds up, before the normalisation of the next.
 */
record WideResNet(WideResNetShape shape) implements NetworkParts {
    @Override
    public Module stem(Scope scope) {
        return Conv2d.residual(scope.child("conv1"), Network.COLOURS, shape.stem(), 3, 1);
    }

    @Override
    public Module stage(int stage, Scope scope) {
        List<Module> layers = new ArrayList<>();
        Scope layer = scope.child("block" + (stage + 1)).child("layer");
        int inputs = stage == 0 ? shape.stem() : shape.channels(stage - 1);
        for (int block = 0; block < shape.blocks(); block++) {
            int stride = stage > 0 && block == 0 ? 2 : 1;
            layers.add(new Block(layer.child(Integer.toString(block)), inputs, shape.channels(stage), stride));
            inputs = shape.channels(stage);
        }
        return new Sequential(layers);
    }

    @Override
    public Head head(int classes, Scope scope) {
        BatchNorm normalisation = new BatchNorm(scope.child("bn1"), shape.lastChannels());
        return new Head(
                (maps, mode) -> Functional.globalAveragePool(Functional.relu(normalisation.forward(maps, mode))),
                Linear.of(
                        scope.child("fc"),
                        shape.embeddingLength(),
                        classes,
                        Initializer.torchDefault(shape.embeddingLength()),
                        Initializer.constant(0)));
    }

    /** Normalises before each convolution (fig. 1a); where the channels change, the shortcut begins behind the first normalisation. */
    private static final class Block implements Module {
        private final BatchNorm bn1;
        private final Conv2d conv1;
        private final BatchNorm bn2;
        private final Conv2d conv2;
        private final Optional<Conv2d> shortcut;

        Block(Scope scope, int inputs, int outputs, int stride) {
            bn1 = new BatchNorm(scope.child("bn1"), inputs);
            conv1 = Conv2d.residual(scope.child("conv1"), inputs, outputs, 3, stride);
            bn2 = new BatchNorm(scope.child("bn2"), outputs);
            conv2 = Conv2d.residual(scope.child("conv2"), outputs, outputs, 3, 1);
            shortcut = inputs == outputs
                    ? Optional.empty()
                    : Optional.of(Conv2d.residual(scope.child("convShortcut"), inputs, outputs, 1, stride));
        }

        @Override
        public NDArray forward(NDArray input, Mode mode) {
            NDArray active = Functional.relu(bn1.forward(input, mode));
            NDArray x = Functional.relu(bn2.forward(conv1.forward(active, mode), mode));
            NDArray beside =
                    shortcut.map(projection -> projection.forward(active, mode)).orElse(input);
            return conv2.forward(x, mode).add(beside);
        }
    }
}
