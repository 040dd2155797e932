package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.network.ConvNeXtShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ConvNeXt V2 (Woo et al. 2023). Variables have timm's names, shapes and first values; blocks drop their branches in training as
 * in the paper's fine-tuning, which timm leaves to who trains.
 */
record ConvNeXt(ConvNeXtShape shape) implements NetworkParts {
    private static final double EPSILON = 1e-6;
    /** Of first values, which timm draws from a normal distribution that is cut off at 2, a hundred times that. */
    private static final double SPREAD = 0.02;

    @Override
    public Module stem(Scope scope) {
        Scope own = scope.child("stem");
        return new Sequential(List.of(
                convolution(own.child("0"), Kernel.patches(Network.COLOURS, shape.width(), shape.patch())),
                new LayerNorm(own.child("1"), shape.width(), EPSILON).ofMaps()));
    }

    @Override
    public Module stage(int stage, Scope scope) {
        Scope own = scope.child("stages").child(Integer.toString(stage));
        int channels = shape.channels(stage);
        List<Module> layers = new ArrayList<>();
        if (stage > 0) {
            int before = shape.channels(stage - 1);
            layers.add(new LayerNorm(own.child("downsample").child("0"), before, EPSILON).ofMaps());
            layers.add(convolution(own.child("downsample").child("1"), Kernel.patches(before, channels, 2)));
        }
        for (int block = 0; block < shape.depths().get(stage); block++) {
            DropPath dropPath = DropPath.growing(shape.dropPath(), shape.depths(), stage, block);
            layers.add(new Block(own.child("blocks").child(Integer.toString(block)), channels, dropPath));
        }
        return new Sequential(layers);
    }

    @Override
    public Head head(int classes, Scope scope) {
        LayerNorm normalisation = new LayerNorm(scope.child("head").child("norm"), shape.lastChannels(), EPSILON);
        return new Head(
                (maps, mode) -> normalisation.forward(Functional.globalAveragePool(maps), mode),
                Linear.normal(scope.child("head").child("fc"), shape.embeddingLength(), classes, SPREAD));
    }

    private static Conv2d convolution(Scope scope, Kernel kernel) {
        return Conv2d.of(scope, kernel, Initializer.normal(SPREAD), Optional.of(Initializer.constant(0)));
    }

    /** Fig. 5, right; between the depthwise convolution and the sum, channels lie last. */
    private final class Block implements Module {
        private final Conv2d depthwise;
        private final LayerNorm normalisation;
        private final Module widen;
        private final Variable responseWeight;
        private final Variable responseBias;
        private final Module narrow;
        private final DropPath dropPath;

        Block(Scope scope, int channels, DropPath dropPath) {
            int within = ConvNeXtShape.EXPANSION * channels;
            depthwise = convolution(scope.child("conv_dw"), Kernel.depthwise(channels, ConvNeXtShape.KERNEL, 1));
            normalisation = new LayerNorm(scope.child("norm"), channels, EPSILON);
            Scope layers = scope.child("mlp");
            widen = dense(layers.child("fc1"), channels, within);
            Scope response = layers.child("grn");
            responseWeight = response.learnable("weight", new Shape(within), Initializer.constant(0));
            responseBias = response.learnable("bias", new Shape(within), Initializer.constant(0));
            narrow = dense(layers.child("fc2"), within, channels);
            this.dropPath = dropPath;
        }

        @Override
        public NDArray forward(NDArray maps, Mode mode) {
            NDArray x = normalisation.forward(Functional.channelsLast(depthwise.forward(maps, mode)), mode);
            x = Functional.gelu(widen.forward(x, mode));
            x = Functional.globalResponseNorm(x, responseWeight.tensor(), responseBias.tensor(), EPSILON);
            x = Functional.channelsSecond(narrow.forward(x, mode));
            return dropPath.forward(x, mode).add(maps);
        }

        /** Over the last axis, whatever the file has: 1x1 convolutions are matrices with two axes more. */
        private Module dense(Scope scope, int inputs, int outputs) {
            if (shape.flat()) {
                return Linear.normal(scope, inputs, outputs, SPREAD);
            }
            Variable weight = scope.learnable("weight", new Shape(outputs, inputs, 1, 1), Initializer.normal(SPREAD));
            Variable bias = scope.learnable("bias", new Shape(outputs), Initializer.constant(0));
            return (input, mode) -> Functional.linear(
                    input,
                    Functional.beside(input, weight.tensor().reshape(outputs, inputs)),
                    Optional.of(bias.tensor()));
        }
    }
}
