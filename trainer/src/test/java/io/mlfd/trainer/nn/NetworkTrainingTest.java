package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every network keeps to when it is trained: its gradients, and what steps along them do. */
@ExtendWith(EngineExtension.class)
class NetworkTrainingTest {
    private final TorchEngine engine;
    private final NDManager manager;

    NetworkTrainingTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    static Stream<NetworkShape> everyKind() {
        return NarrowNetworks.allKinds(4, 6);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void gradientsReachEveryParameterAndAreForgottenOnRequest(NetworkShape shape) {
        Network network = Networks.build(shape, 3, Scope.root(manager, 0));
        for (int repeat = 0; repeat < 2; repeat++) {
            try (NDManager step = engine.step()) {
                NDArray images = step.randomNormal(new Shape(2, 3, 32, 32));
                Autograd.backward(Autograd.recording(
                        () -> network.forward(images, Mode.TRAIN).logits().sum()));
            }
            for (Parameter parameter : network.state().parameters()) {
                assertThat(parameter.gradient()).as(parameter.name()).hasValueSatisfying(gradient -> assertThat(
                                gradient.sub(gradient).isNaN().any().getBoolean())
                        .isFalse());
                parameter.clearGradient();
                assertThat(parameter.gradient()).as(parameter.name()).isEmpty();
            }
        }
    }

    static Stream<NetworkShape> everyFamily() {
        return NarrowNetworks.all(8);
    }

    /** With the same draws in each step, and steps that no network is too large for. */
    @ParameterizedTest
    @MethodSource("everyFamily")
    void aFewStepsOnOneBatchMakeItsLossSmaller(NetworkShape shape) {
        Network network = Networks.build(shape, 3, Scope.root(manager, 0));
        NDArray images = manager.create(pattern(6 * 3 * 32 * 32), new Shape(6, 3, 32, 32));
        List<Double> losses = new ArrayList<>();
        int livingBefore = 0;
        try (Optimizer optimizer = new AdamW(ParameterGroup.all(network.state().parameters(), 0), manager)) {
            for (int i = 0; i < 8; i++) {
                try (NDManager step = engine.step()) {
                    NDArray batch = images.duplicate();
                    batch.attach(step);
                    NDArray labels = step.create(new long[] {0, 1, 2, 0, 1, 2});
                    NDArray loss = Autograd.recording(() -> loss(network, batch, labels));
                    Autograd.backward(loss);
                    losses.add((double) loss.getFloat());
                    optimizer.step(3e-5);
                }
                network.state().parameters().forEach(Parameter::clearGradient);
                livingBefore = i == 1 ? manager.getManagedArrays().size() : livingBefore;
            }
            assertThat(manager.getManagedArrays())
                    .as("what a step leaves behind")
                    .hasSize(livingBefore);
        }
        assertThat(losses).allMatch(Double::isFinite);
        assertThat(losses.get(6) + losses.get(7)).as(losses.toString()).isLessThan(losses.get(0) + losses.get(1));
    }

    private static float[] pattern(int count) {
        float[] values = new float[count];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < count; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return values;
    }

    /** Along a random direction in the space of all parameters, in float64, with the same draws each time. */
    @ParameterizedTest
    @MethodSource("everyFamily")
    void theGradientIsWhatDifferencesSay(NetworkShape shape) {
        Network network = Networks.build(shape, 3, Scope.root(manager, 0, DataType.FLOAT64));
        NDArray images = manager.create(pattern(4 * 3 * 32 * 32), new Shape(4, 3, 32, 32))
                .toType(DataType.FLOAT64, false);
        NDArray labels = manager.create(new long[] {1, 0, 2, 2});
        // Away from where biases are zero, and dead channels lie on the edge of an activation.
        move(network, directions(network, 2), 0.1);
        Autograd.backward(Autograd.recording(() -> loss(network, images, labels)));
        List<double[]> directions = directions(network, 3);
        double slope = 0;
        for (int i = 0; i < directions.size(); i++) {
            double[] gradient =
                    network.state().parameters().get(i).gradient().orElseThrow().toDoubleArray();
            for (int j = 0; j < gradient.length; j++) {
                slope += directions.get(i)[j] * gradient[j];
            }
        }
        // So small that hardly an activation crosses its edge on the way.
        double step = 1e-9;
        move(network, directions, step);
        double above = value(network, images, labels);
        move(network, directions, -2 * step);
        double below = value(network, images, labels);
        assertThat(slope).isCloseTo((above - below) / (2 * step), within(2e-3 * Math.abs(slope) + 1e-4));
    }

    private static List<double[]> directions(Network network, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return network.state().parameters().stream()
                .map(parameter ->
                        random.doubles(parameter.shape().size(), -0.5, 0.5).toArray())
                .toList();
    }

    private static void move(Network network, List<double[]> directions, double by) {
        List<Parameter> parameters = network.state().parameters();
        for (int i = 0; i < parameters.size(); i++) {
            double[] values = parameters.get(i).tensor().toDoubleArray();
            for (int j = 0; j < values.length; j++) {
                values[j] += by * directions.get(i)[j];
            }
            try (NDManager scratch = parameters.get(i).tensor().getManager().newSubManager()) {
                parameters
                        .get(i)
                        .assign(scratch.create(values, parameters.get(i).shape()));
            }
        }
    }

    private double value(Network network, NDArray images, NDArray labels) {
        return Autograd.withoutRecording(() -> loss(network, images, labels).getDouble());
    }

    /** What is dropped is the same each time. */
    private NDArray loss(Network network, NDArray images, NDArray labels) {
        engine.seed(7);
        return Losses.crossEntropy(network.forward(images, Mode.TRAIN).logits(), labels, 0);
    }
}
