package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Architecture;
import io.mlfd.plan.Architecture.Family;
import io.mlfd.plan.Level;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The plan reasons about networks by {@link Architecture} alone; here the real ones are held against it. */
@ExtendWith(EngineExtension.class)
class NetworkContractTest {
    private final TorchEngine engine;

    NetworkContractTest(TorchEngine engine) {
        this.engine = engine;
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void everyTapHasTheShapeThatThePlanExpects(Family family) {
        Architecture architecture = new Architecture(family, 4);
        try (NDManager manager = engine.step()) {
            Network network = Network.create(architecture, 7, 0, manager);
            for (int size : new int[] {28, 32, 33}) {
                NDArray images = manager.zeros(new Shape(2, 3, size, size));
                NetworkOutput output = network.forward(images, Mode.EVAL);

                List<Shape> expected = architecture.stageShapes(size).stream()
                        .map(stage -> new Shape(2, stage.channels(), stage.size(), stage.size()))
                        .toList();
                assertThat(output.stageMaps()).extracting(NDArray::getShape).containsExactlyElementsOf(expected);
                assertThat(output.embedding().getShape()).isEqualTo(new Shape(2, architecture.embeddingLength()));
                assertThat(output.logits().getShape()).isEqualTo(new Shape(2, 7));
                for (int fromEnd = 0; fromEnd < family.stages(); fromEnd++) {
                    Level level = new Level.FeatureMap(fromEnd);
                    Architecture.StageShape stage =
                            architecture.stageAt(level, size).orElseThrow();
                    assertThat(output.at(level).getShape())
                            .isEqualTo(new Shape(2, stage.channels(), stage.size(), stage.size()));
                }
                assertThat(output.at(new Level.Embedding())).isSameAs(output.embedding());
            }
        }
    }

    @Test
    void aLevelThatTheNetworkLacksIsNamed() {
        try (NDManager manager = engine.step()) {
            Network network = Network.create(new Architecture(Family.RESNET8, 2), 3, 0, manager);
            NetworkOutput output = network.forward(manager.zeros(new Shape(1, 3, 8, 8)), Mode.EVAL);
            assertThatThrownBy(() -> output.at(new Level.FeatureMap(3)))
                    .hasMessage("level last-3: this network has only 3 stages");
        }
    }

    @Test
    void imagesOfAnotherLayoutAreRefused() {
        try (NDManager manager = engine.step()) {
            Network network = Network.create(new Architecture(Family.RESNET8, 2), 3, 0, manager);
            assertThatThrownBy(() -> network.forward(manager.zeros(new Shape(1, 8, 8, 3)), Mode.EVAL))
                    .hasMessageContaining("needed is (N, 3, H, W)");
        }
    }

    @Test
    void variablesHaveTorchvisionsNames() {
        try (NDManager manager = engine.step()) {
            StateDict state = Network.create(new Architecture(Family.RESNET8, 4), 3, 0, manager)
                    .state();
            assertThat(state.variables().keySet())
                    .startsWith("conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var")
                    .contains(
                            "layer1.0.conv1.weight",
                            "layer2.0.downsample.0.weight",
                            "layer3.0.downsample.1.running_var")
                    .doesNotContain("layer1.0.downsample.0.weight")
                    .endsWith("fc.weight", "fc.bias");
            assertThat(state.parameters().size() + state.buffers().size())
                    .isEqualTo(state.variables().size());
            assertThat(state.buffers()).extracting(Buffer::name).allMatch(name -> name.contains(".running_"));
        }
    }

    /** 11,173,962: the count that the ResNet-18 for CIFAR-10 is known by; 78,042 is resnet8 with projections in stages 2 and 3. */
    @Test
    void parameterCountsAreTheKnownOnes() {
        try (NDManager manager = engine.step()) {
            assertThat(Network.create(new Architecture(Family.RESNET18, 64), 10, 0, manager)
                            .state()
                            .parameterCount())
                    .isEqualTo(11_173_962);
            assertThat(Network.create(new Architecture(Family.RESNET8, 16), 10, 0, manager)
                            .state()
                            .parameterCount())
                    .isEqualTo(78_042);
        }
    }

    @Test
    void gradientsReachEveryParameterAndAreForgottenOnRequest() {
        try (NDManager manager = engine.step()) {
            Network network = Network.create(new Architecture(Family.RESNET8, 4), 3, 0, manager);
            for (int repeat = 0; repeat < 2; repeat++) {
                try (NDManager step = engine.step()) {
                    NDArray images = step.randomNormal(new Shape(2, 3, 8, 8));
                    Autograd.backward(Autograd.recording(
                            () -> network.forward(images, Mode.TRAIN).logits().sum()));
                }
                for (Parameter parameter : network.state().parameters()) {
                    assertThat(parameter.gradient()).as(parameter.name()).isPresent();
                    parameter.clearGradient();
                    assertThat(parameter.gradient()).as(parameter.name()).isEmpty();
                }
            }
        }
    }
}
