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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(EngineExtension.class)
class BranchedNetworkTest {
    private static final NetworkShape SMALL = NetworkShapes.named("resnet8").withWidth(2);

    private final NDManager manager;
    private final NDArray images;

    BranchedNetworkTest(NDManager manager) {
        this.manager = manager;
        this.images = manager.randomNormal(new Shape(2, 3, 32, 32));
    }

    static Stream<Arguments> everyNetworkAndEveryCut() {
        return NarrowNetworks.all(4).flatMap(network -> IntStream.rangeClosed(0, network.stageCount())
                .mapToObj(shared -> Arguments.of(network, shared)));
    }

    @ParameterizedTest
    @MethodSource("everyNetworkAndEveryCut")
    void everyBranchIsAWholeNetworkOnItsOwn(NetworkShape shape, int shared) {
        BranchedNetwork branched = Networks.branched(shape, 3, shared, 2, Scope.root(manager, 0));
        branched.forward(images, Mode.TRAIN);
        List<NetworkOutput> outputs = branched.forward(images, Mode.EVAL);
        assertThat(outputs).hasSize(2);
        for (int branch = 0; branch < 2; branch++) {
            Network saved = branched.branches().get(branch);
            Network alone = Networks.build(shape, 3, Scope.root(manager, 5));
            alone.state().load(saved.state().tensors());

            assertThat(saved.state().variables().keySet())
                    .containsExactlyElementsOf(alone.state().variables().keySet());
            float[] logits = outputs.get(branch).logits().toFloatArray();
            assertThat(alone.forward(images, Mode.EVAL).logits().toFloatArray()).isEqualTo(logits);
            assertThat(saved.forward(images, Mode.EVAL).logits().toFloatArray()).isEqualTo(logits);
        }
    }

    @ParameterizedTest
    @MethodSource("everyNetworkAndEveryCut")
    void branchesHaveTheirFirstStagesInCommonAndNothingElse(NetworkShape shape, int shared) {
        BranchedNetwork branched = Networks.branched(shape, 3, shared, 2, Scope.root(manager, 0));
        List<NetworkOutput> outputs = branched.forward(images, Mode.EVAL);
        for (int stage = 0; stage < shape.stageCount(); stage++) {
            NDArray one = outputs.get(0).stageMaps().get(stage);
            NDArray two = outputs.get(1).stageMaps().get(stage);
            if (stage < shared && shape.continuesFromMaps()) {
                assertThat(one).isSameAs(two);
            } else if (stage < shared) {
                assertThat(one.toFloatArray()).isEqualTo(two.toFloatArray());
            } else {
                assertThat(one.toFloatArray()).isNotEqualTo(two.toFloatArray());
            }
        }
        Map<String, Variable> one = branched.branches().get(0).state().variables();
        Map<String, Variable> two = branched.branches().get(1).state().variables();
        assertThat(one).allSatisfy((name, variable) -> {
            boolean common = variable.name().equals("shared." + name);
            assertThat(variable.name()).isIn("shared." + name, "branches.0." + name);
            assertThat(two.get(name) == variable).as(name).isEqualTo(common);
        });
        int common = (int) one.values().stream()
                .filter(variable -> variable.name().startsWith("shared."))
                .count();
        assertThat(branched.state().variables()).hasSize(2 * one.size() - common);
    }

    /** From 0, running statistics move a tenth of the way to the batch's: twice that would be 0.19. */
    @Test
    void sharedStatisticsMoveOnceAStep() {
        Network alone = Networks.build(SMALL, 3, Scope.root(manager, 0));
        BranchedNetwork branched = Networks.branched(SMALL, 3, 2, 3, Scope.root(manager, 1));
        alone.state().load(branched.branches().get(0).state().tensors());

        alone.forward(images, Mode.TRAIN);
        branched.forward(images, Mode.TRAIN);

        assertThat(branched.state().tensors().get("shared.bn1.running_mean").toFloatArray())
                .isEqualTo(alone.state().tensors().get("bn1.running_mean").toFloatArray());
    }

    @Test
    void gradientsOfAllBranchesAddUpInWhatTheyShare() {
        BranchedNetwork branched = Networks.branched(SMALL, 3, 2, 2, Scope.root(manager, 0, DataType.FLOAT64));
        double[] both = gradient(branched, List.of(0, 1));
        double[] one = gradient(branched, List.of(0));
        double[] two = gradient(branched, List.of(1));
        assertThat(one).isNotEqualTo(two);
        for (int i = 0; i < both.length; i++) {
            assertThat(both[i]).isCloseTo(one[i] + two[i], within(1e-12));
        }
    }

    @Test
    void aBranchAloneGivesOthersNoGradient() {
        BranchedNetwork branched = Networks.branched(SMALL, 3, 2, 2, Scope.root(manager, 0));
        Autograd.backward(Autograd.recording(() ->
                branched.forward(images, Mode.EVAL).get(1).logits().square().sum()));
        assertThat(branched.state().parameters()).allSatisfy(parameter -> assertThat(parameter.gradient())
                .as(parameter.name())
                .matches(gradient -> gradient.isPresent() != parameter.name().startsWith("branches.0.")));
    }

    @Test
    void whatCannotBeCutIsRefused() {
        Scope scope = Scope.root(manager, 0);
        assertThatThrownBy(() -> Networks.branched(SMALL, 3, 4, 2, scope))
                .hasMessage("sharedStages: 4 is not in [0, 3], the stages of resnet8/2");
        assertThatThrownBy(() -> Networks.branched(SMALL, 3, -1, 2, scope)).hasMessageContaining("sharedStages: -1");
        assertThatThrownBy(() -> Networks.branched(SMALL, 3, 1, 0, scope)).hasMessage("branches: 0 is not positive");
    }

    /** The gradient of the first shared layer, in evaluation, where batch statistics do not move. */
    private double[] gradient(BranchedNetwork branched, List<Integer> branches) {
        NDArray doubles = images.toType(DataType.FLOAT64, false);
        Autograd.backward(Autograd.recording(() -> {
            List<NetworkOutput> outputs = branched.forward(doubles, Mode.EVAL);
            return branches.stream()
                    .map(branch -> outputs.get(branch).logits().sum())
                    .reduce(NDArray::add)
                    .orElseThrow();
        }));
        Parameter first = branched.state().parameters().get(0);
        double[] gradient = first.gradient().orElseThrow().toDoubleArray();
        branched.state().parameters().forEach(Parameter::clearGradient);
        return gradient;
    }
}
