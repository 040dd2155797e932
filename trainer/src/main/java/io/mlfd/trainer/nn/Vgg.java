package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.VggShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plain networks of Simonyan and Zisserman 2015 with batch normalisation. Variables have torchvision's names, which count all
 * layers, those without variables too; the small entry's one dense layer is {@code classifier}.
 */
record Vgg(VggShape shape) implements NetworkParts {
    private static final double DROPOUT = 0.5;
    /** Of a dense layer's first values. */
    private static final double SPREAD = 0.01;
    /** Convolution, normalisation, activation. */
    private static final int LAYERS = 3;

    @Override
    public Module stem(Scope scope) {
        return new Sequential(convolution(scope, 0, Network.COLOURS, shape.stem()));
    }

    @Override
    public Module stage(int stage, Scope scope) {
        List<Module> layers = new ArrayList<>();
        int number = 0;
        for (int before = 0; before < stage; before++) {
            number += LAYERS * shape.convolutions().get(before) + 1;
        }
        int inputs = stage == 0 ? shape.stem() : shape.channels(stage - 1);
        int first = stage == 0 ? 1 : 0;
        if (stage > 0) {
            layers.add(pooling());
        }
        for (int at = first; at < shape.convolutions().get(stage); at++) {
            layers.addAll(convolution(scope, number + LAYERS * at, inputs, shape.channels(stage)));
            inputs = shape.channels(stage);
        }
        return new Sequential(layers);
    }

    @Override
    public Head head(int classes, Scope scope) {
        Scope classifier = scope.child("classifier");
        if (shape.isSmall()) {
            Module pooling = pooling();
            return new Head(
                    (maps, mode) -> Functional.globalAveragePool(pooling.forward(maps, mode)),
                    dense(classifier, shape.embeddingLength(), classes));
        }
        int flat = VggShape.POOLED * VggShape.POOLED * shape.lastChannels();
        Dropout dropout = new Dropout(DROPOUT);
        Module embedding = new Sequential(List.of(
                pooling(),
                (maps, mode) -> Functional.averageAreas(maps, VggShape.POOLED)
                        .reshape(maps.getShape().get(0), flat),
                dense(classifier.child("0"), flat, shape.dense()),
                (input, mode) -> Functional.relu(input),
                dropout,
                dense(classifier.child("3"), shape.dense(), shape.dense()),
                (input, mode) -> Functional.relu(input)));
        return new Head(
                embedding,
                new Sequential(List.of(dropout, dense(classifier.child("6"), shape.embeddingLength(), classes))));
    }

    private static Module pooling() {
        return (NDArray maps, Mode mode) -> Functional.maxPool(maps, 2, 2, 0);
    }

    private static Linear dense(Scope scope, int inputs, int outputs) {
        return Linear.normal(scope, inputs, outputs, SPREAD);
    }

    private static List<Module> convolution(Scope scope, int number, int inputs, int outputs) {
        Scope features = scope.child("features");
        Kernel kernel = Kernel.same(inputs, outputs, 3, 1);
        return List.of(
                Conv2d.of(
                        features.child(Integer.toString(number)),
                        kernel,
                        Initializer.kaimingNormal(kernel.fanOut()),
                        Optional.of(Initializer.constant(0))),
                new BatchNorm(features.child(Integer.toString(number + 1)), outputs),
                (input, mode) -> Functional.relu(input));
    }
}
