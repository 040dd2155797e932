package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.FixedShape;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.plan.network.SmallImagesShape;
import io.mlfd.plan.network.StageShape;
import io.mlfd.plan.network.Tally;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import java.util.List;
import java.util.Map;
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

    private record Stranger() implements FixedShape, SmallImagesShape {
        @Override
        public String name() {
            return "stranger";
        }

        @Override
        public int defaultWidth() {
            return Network.COLOURS;
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
        public Tally stem(Tally images) {
            return images;
        }

        @Override
        public Tally stage(int stage, Tally maps) {
            return maps;
        }
    }
}
