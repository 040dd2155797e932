package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Networks of other widths and depths over the stem of the first. */
@ExtendWith(EngineExtension.class)
class StemmedNetworksTest {
    private static final NetworkShape WIDE = NetworkShapes.named("resnet8").withWidth(4);
    private static final List<NetworkShape> SHAPES = List.of(
            WIDE,
            WIDE.withWidth(2).withStem(4),
            NetworkShapes.named("resnet18").withWidth(3).withStem(4));

    private final NDManager manager;
    private final NDArray images;

    StemmedNetworksTest(NDManager manager) {
        this.manager = manager;
        this.images = manager.randomNormal(new Shape(2, 3, 16, 16));
    }

    @Test
    void everyOneIsAWholeNetworkOnItsOwn() {
        StemmedNetworks stemmed = Networks.overOneStem(SHAPES, 3, Scope.root(manager, 0));
        stemmed.forward(images, Mode.TRAIN);
        List<NetworkOutput> outputs = stemmed.forward(images, Mode.EVAL);
        assertThat(outputs).hasSameSizeAs(SHAPES);
        for (int i = 0; i < SHAPES.size(); i++) {
            Network saved = stemmed.networks().get(i);
            Network alone = Networks.build(SHAPES.get(i), 3, Scope.root(manager, 5));
            alone.state().load(saved.state().tensors());

            assertThat(saved.state().variables().keySet())
                    .containsExactlyElementsOf(alone.state().variables().keySet());
            float[] logits = outputs.get(i).logits().toFloatArray();
            assertThat(alone.forward(images, Mode.EVAL).logits().toFloatArray()).isEqualTo(logits);
            assertThat(saved.forward(images, Mode.EVAL).logits().toFloatArray()).isEqualTo(logits);
            assertThat(outputs.get(i).stageMaps())
                    .extracting(NDArray::getShape)
                    .containsExactlyElementsOf(SHAPES.get(i).stages(16).stream()
                            .map(stage -> new Shape(2, stage.channels(), stage.size(), stage.size()))
                            .toList());
        }
    }

    @Test
    void theStemIsAllThatTheyHaveInCommon() {
        StemmedNetworks stemmed = Networks.overOneStem(SHAPES, 3, Scope.root(manager, 0));
        int own = 0;
        for (int i = 0; i < SHAPES.size(); i++) {
            String branch = "branches." + i + ".";
            Map<String, Variable> variables = stemmed.networks().get(i).state().variables();
            variables.forEach((name, variable) -> assertThat(variable.name())
                    .isEqualTo((name.matches("(conv1|bn1)[.].*") ? "shared." : branch) + name));
            own += (int) variables.values().stream()
                    .filter(variable -> variable.name().startsWith(branch))
                    .count();
        }
        assertThat(stemmed.state().variables()).hasSize(own + 5);
    }

    @Test
    void itsStatisticsMoveOnceAStep() {
        StemmedNetworks stemmed = Networks.overOneStem(SHAPES, 3, Scope.root(manager, 0));
        Network alone = Networks.build(WIDE, 3, Scope.root(manager, 1));
        alone.state().load(stemmed.networks().get(0).state().tensors());

        alone.forward(images, Mode.TRAIN);
        stemmed.forward(images, Mode.TRAIN);

        assertThat(stemmed.state().tensors().get("shared.bn1.running_mean").toFloatArray())
                .isEqualTo(alone.state().tensors().get("bn1.running_mean").toFloatArray());
    }

    @Test
    void gradientsOfAllAddUpInIt() {
        StemmedNetworks stemmed = Networks.overOneStem(SHAPES, 3, Scope.root(manager, 0, DataType.FLOAT64));
        double[] all = gradient(stemmed, List.of(0, 1, 2));
        double[][] each = {gradient(stemmed, List.of(0)), gradient(stemmed, List.of(1)), gradient(stemmed, List.of(2))};
        for (int i = 0; i < all.length; i++) {
            assertThat(all[i]).isCloseTo(each[0][i] + each[1][i] + each[2][i], within(1e-12));
        }
    }

    @Test
    void whatHasAnotherStemIsRefused() {
        Scope scope = Scope.root(manager, 0);
        assertThatThrownBy(() -> Networks.overOneStem(List.of(WIDE, WIDE.withWidth(2)), 3, scope))
                .hasMessage("resnet8/2 has not the stem of resnet8/4, they cannot share it");
        assertThatThrownBy(() -> Networks.overOneStem(List.of(), 3, Scope.root(manager, 0)))
                .hasMessage("networks: 0 is not positive");
    }

    /** Of the stem's convolution, in evaluation, where batch statistics do not move. */
    private double[] gradient(StemmedNetworks stemmed, List<Integer> which) {
        NDArray doubles = images.toType(DataType.FLOAT64, false);
        Autograd.backward(Autograd.recording(() -> {
            List<NetworkOutput> outputs = stemmed.forward(doubles, Mode.EVAL);
            return which.stream()
                    .map(i -> outputs.get(i).logits().sum())
                    .reduce(NDArray::add)
                    .orElseThrow();
        }));
        Parameter first = stemmed.state().parameters().get(0);
        double[] gradient = first.gradient().orElseThrow().toDoubleArray();
        stemmed.state().parameters().forEach(Parameter::clearGradient);
        return gradient;
    }
}
