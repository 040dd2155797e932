package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.NetworkEntry;
import io.mlfd.contract.Pass;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.plan.network.StageShape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every network keeps to. The plan reasons by {@link NetworkShape} alone; here the real ones are held against it. */
@ExtendWith(EngineExtension.class)
class NetworkContractTest {
    private static final NetworkShape SMALL = NetworkShapes.named("resnet8").withWidth(2);

    private final TorchEngine engine;
    private final NDManager manager;

    NetworkContractTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    static Stream<NetworkShape> everyNetworkOfThePlan() {
        return NarrowNetworks.allKinds(4, 6);
    }

    @ParameterizedTest
    @MethodSource("everyNetworkOfThePlan")
    void everyTapHasTheShapeThatThePlanExpects(NetworkShape shape) {
        Network network = Networks.build(shape, 7, Scope.root(manager, 0));
        assertThat(network.shape()).isEqualTo(shape);
        assertThat(network.classes()).isEqualTo(7);
        assertThat(network.state().parameterCount()).isEqualTo(shape.parameters(7));
        for (int size : new int[] {28, 32, 33}) {
            if (shape.refusal(size).isPresent()) {
                continue;
            }
            NDArray images = manager.zeros(new Shape(2, 3, size, size));
            NetworkOutput output = network.forward(images, Mode.EVAL);

            assertThat(output.stageMaps())
                    .extracting(NDArray::getShape)
                    .containsExactlyElementsOf(shape.stages(size).stream()
                            .map(NetworkContractTest::ofTwo)
                            .toList());
            assertThat(output.embedding().getShape()).isEqualTo(new Shape(2, shape.embeddingLength()));
            assertThat(output.logits().getShape()).isEqualTo(new Shape(2, 7));
            for (int fromEnd = 0; fromEnd < shape.stageCount(); fromEnd++) {
                Level level = new Level.FeatureMap(fromEnd);
                assertThat(output.at(level).getShape())
                        .isEqualTo(ofTwo(level.stageOf(shape, size).orElseThrow()));
            }
            assertThat(output.at(new Level.Embedding())).isSameAs(output.embedding());
        }
    }

    @ParameterizedTest
    @MethodSource("everyNetworkOfThePlan")
    void aNetworkIsTheSameInAnyScopeOfItsOwn(NetworkShape shape) {
        StateDict alone = Networks.build(shape, 3, Scope.root(manager, 0)).state();
        Scope root = Scope.root(manager, 0);
        StateDict below =
                Networks.build(shape, 3, root.child("peers").child("0")).state();

        assertThat(below.variables().keySet())
                .containsExactlyElementsOf(alone.variables().keySet());
        assertThat(root.state().variables().keySet()).allMatch(name -> name.startsWith("peers.0."));
        assertThat(alone.variables())
                .allSatisfy((name, variable) -> assertThat(variable.name()).isEqualTo(name));
    }

    @ParameterizedTest
    @MethodSource("everyNetworkOfThePlan")
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

    @ParameterizedTest
    @MethodSource("everyNetworkOfThePlan")
    void theExtractorIsWhatTheLastMapsComeFrom(NetworkShape shape) {
        Network network = Networks.build(shape, 3, Scope.root(manager, 0));
        try (NDManager step = engine.step()) {
            NDArray images = step.randomNormal(new Shape(2, 3, 32, 32));
            Autograd.backward(Autograd.recording(() -> network.firstMaps(shape.stageCount(), images, Mode.TRAIN)
                    .get(shape.stageCount() - 1)
                    .sum()));
        }
        List<Parameter> reached = network.state().parameters().stream()
                .filter(parameter -> parameter.gradient().isPresent())
                .toList();
        assertThat(network.extractor().parameters()).isEqualTo(reached);
        assertThat(network.extractor().buffers())
                .isEqualTo(network.state().buffers().stream()
                        .filter(buffer -> network.extractor().variables().containsKey(buffer.name()))
                        .toList());
        assertThat(network.state().variables())
                .containsAllEntriesOf(network.extractor().variables());
    }

    @ParameterizedTest
    @MethodSource("everyNetworkOfThePlan")
    void theSecondHalfGoesOnWhereTheFirstEnded(NetworkShape shape) {
        Network network = Networks.build(shape, 3, Scope.root(manager, 0));
        NDArray images = manager.randomNormal(new Shape(2, 3, 32, 32));
        NetworkOutput whole = network.forward(images, Mode.EVAL);
        for (int count = 0; count <= shape.stageCount(); count++) {
            List<NDArray> first = network.firstOutputs(count, images, Mode.EVAL);
            NetworkOutput parts = network.forwardFrom(first, images, Mode.EVAL);

            assertThat(first).hasSize(count);
            assertThat(values(parts.stageMaps().subList(0, count)))
                    .containsExactlyElementsOf(values(network.firstMaps(count, images, Mode.EVAL)));
            assertThat(parts.stageMaps()).hasSize(shape.stageCount());
            assertThat(parts.logits().toFloatArray()).isEqualTo(whole.logits().toFloatArray());
            int stages = count;
            NDArray maps = count == 0 ? images : first.get(count - 1);
            if (count == 0 || shape.continuesFromMaps()) {
                assertThat(network.logitsFrom(count, maps, Mode.EVAL).toFloatArray())
                        .isEqualTo(whole.logits().toFloatArray());
            } else {
                assertThatThrownBy(() -> network.logitsFrom(stages, maps, Mode.EVAL))
                        .hasMessage(shape.label() + " does not go on from maps alone");
            }
        }
    }

    @Test
    void aLevelThatTheNetworkLacksIsNamed() {
        NetworkOutput output = Networks.build(SMALL, 3, Scope.root(manager, 0))
                .forward(manager.zeros(new Shape(1, 3, 8, 8)), Mode.EVAL);
        assertThatThrownBy(() -> output.at(new Level.FeatureMap(3)))
                .hasMessage("level last-3: this network has only 3 stages");
    }

    @Test
    void imagesOfAnotherLayoutAreRefused() {
        Network network = Networks.build(SMALL, 3, Scope.root(manager, 0));
        NDArray images = manager.zeros(new Shape(1, 8, 8, 3));
        assertThatThrownBy(() -> network.forward(images, Mode.EVAL)).hasMessageContaining("needed is (N, 3, H, W)");
        assertThatThrownBy(() -> network.firstMaps(1, images, Mode.EVAL))
                .hasMessageContaining("needed is (N, 3, H, W)");
    }

    @Test
    void aShapeOfNoFamilyIsNamed() {
        NetworkShape stranger = new Stranger();
        assertThatThrownBy(() -> Networks.build(stranger, 3, Scope.root(manager, 0)))
                .hasMessage("network stranger is of no family");
        assertThatThrownBy(() -> Networks.build(SMALL, 0, Scope.root(manager, 0)))
                .hasMessage("classes: 0 is not positive");
    }

    @Test
    void firstValuesDependOnTheSeed() {
        Map<String, NDArray> one =
                Networks.build(SMALL, 3, Scope.root(manager, 1)).state().tensors();
        Map<String, NDArray> two =
                Networks.build(SMALL, 3, Scope.root(manager, 2)).state().tensors();
        assertThat(one.get("fc.weight").toFloatArray())
                .isNotEqualTo(two.get("fc.weight").toFloatArray());
    }

    private static List<float[]> values(List<NDArray> maps) {
        return maps.stream().map(NDArray::toFloatArray).toList();
    }

    private static Shape ofTwo(StageShape stage) {
        return new Shape(2, stage.channels(), stage.size(), stage.size());
    }

    private record Stranger() implements NetworkShape {
        @Override
        public String name() {
            return "stranger";
        }

        @Override
        public int width() {
            return 1;
        }

        @Override
        public int defaultWidth() {
            return 1;
        }

        @Override
        public int stem() {
            return 1;
        }

        @Override
        public NetworkEntry entry() {
            return NetworkEntry.SMALL;
        }

        @Override
        public List<NetworkEntry> entries() {
            return List.of(NetworkEntry.SMALL);
        }

        @Override
        public NetworkShape withEntry(NetworkEntry entry) {
            return this;
        }

        @Override
        public long multiplications(int inputSize, int classes) {
            return 0;
        }

        @Override
        public NetworkShape withWidth(int width) {
            return this;
        }

        @Override
        public NetworkShape withStem(int stem) {
            return this;
        }

        @Override
        public String layout() {
            return "none";
        }

        @Override
        public int stageCount() {
            return 1;
        }

        @Override
        public List<StageShape> stages(int inputSize) {
            return List.of(new StageShape(1, inputSize));
        }

        @Override
        public int embeddingLength() {
            return 1;
        }

        @Override
        public long parameters(int classes) {
            return 0;
        }

        @Override
        public long parametersFrom(int firstPart) {
            return 0;
        }

        @Override
        public Pass pass(int inputSize, int firstPart) {
            return Pass.NONE;
        }
    }
}
