package io.mlfd.trainer.method.one;

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
import io.mlfd.trainer.engine.FiniteDifferences;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.loss.Ramp;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who learns from whom. Three branches, two images, three classes. */
@ExtendWith(EngineExtension.class)
class GatedLossTest {
    private static final NetworkShape SHAPE = NetworkShapes.named("resnet8").withWidth(2);
    private static final Ramp WHOLE = new Ramp(0);

    private final NDManager manager;
    private final NDArray labels;
    private final NDArray gates;
    private final List<NDArray> branches;

    GatedLossTest(NDManager manager) {
        this.manager = manager;
        this.labels = manager.create(new long[] {0, 2});
        this.gates = manager.create(new double[] {0.2, 0.5, 0.3, 0.6, 0.1, 0.3}, new Shape(2, 3));
        this.branches = List.of(
                manager.create(new double[] {0.5, -0.2, 1.1, 0.3, 0.9, -0.7}, new Shape(2, 3)),
                manager.create(new double[] {-0.4, 0.8, 0.1, 1.2, -0.3, 0.6}, new Shape(2, 3)),
                manager.create(new double[] {0.2, 0.4, -0.9, -0.6, 0.7, 1.3}, new Shape(2, 3)));
    }

    @Test
    void everyImageHasWeightsOfItsOwn() {
        double[] gated = GatedLogits.of(branches, gates).gated().toDoubleArray();

        assertThat(gated[0]).isCloseTo(0.2 * 0.5 + 0.5 * -0.4 + 0.3 * 0.2, within(1e-12));
        assertThat(gated[5]).isCloseTo(0.6 * -0.7 + 0.1 * 0.6 + 0.3 * 1.3, within(1e-12));
    }

    @Test
    void theGradientIsThatOfEveryoneWithTheEnsembleHeldFastAsATeacher() {
        GatedLogits fixed = GatedLogits.of(branches, gates);
        GatedLoss loss = new GatedLoss(3, WHOLE, new LabelLoss(0.1));
        for (int i = 0; i < branches.size(); i++) {
            int branch = i;
            FiniteDifferences.check(
                    at -> loss.of(with(branch, at), labels, 0).total(),
                    at -> Losses.crossEntropy(with(branch, at).gated(), labels, 0.1)
                            .add(Losses.crossEntropy(at, labels, 0.1))
                            .add(Losses.kullbackLeibler(at, fixed.gated(), 3, 1e-7)),
                    branches.get(i));
        }
    }

    /** The gate learns from labels alone: what the branches learn from it must not move it. */
    @Test
    void theGateIsMovedByTheLabelsOfTheEnsembleOnly() {
        GatedLoss loss = new GatedLoss(3, WHOLE, new LabelLoss(0));
        FiniteDifferences.check(
                at -> loss.of(GatedLogits.of(branches, at), labels, 0).total(),
                at -> Losses.crossEntropy(GatedLogits.of(branches, at).gated(), labels, 0),
                gates);
    }

    @Test
    void theRampWeighsDivergencesOnly() {
        GatedLoss ramped = new GatedLoss(3, new Ramp(10), new LabelLoss(0));
        GatedLogits all = GatedLogits.of(branches, gates);
        double hard = Losses.crossEntropy(all.gated(), labels, 0).getDouble();
        double soft = 0;
        for (NDArray branch : branches) {
            hard += Losses.crossEntropy(branch, labels, 0).getDouble();
            soft += Losses.kullbackLeibler(branch, all.gated(), 3, 1e-7).getDouble();
        }

        assertThat(ramped.of(all, labels, 0).total().getDouble()).isCloseTo(hard + Math.exp(-5) * soft, within(1e-12));
        assertThat(ramped.of(all, labels, 10).total().getDouble()).isCloseTo(hard + soft, within(1e-12));
    }

    @Test
    void labelsOfTheEnsembleReachEveryBranchAndTheGateOnTheSharedMaps() {
        assertThat(reached(logits -> Losses.crossEntropy(logits.gated(), labels, 0)))
                .containsExactlyInAnyOrder("branches.0", "branches.1", "gate", "shared");
    }

    @Test
    void aBranchThatLearnsFromTheEnsembleMovesNobodyElse() {
        assertThat(reached(logits -> Losses.kullbackLeibler(logits.branches().get(0), logits.gated(), 3, 1e-7)))
                .containsExactlyInAnyOrder("branches.0", "shared");
    }

    @Test
    void withoutSharedStagesThereIsNothingToGateBy() {
        assertThatThrownBy(() -> new GatedNetwork(SHAPE, 3, 0, 2, Scope.root(manager, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sharedStages");
    }

    private Set<String> reached(Function<GatedLogits, NDArray> loss) {
        GatedNetwork network = new GatedNetwork(SHAPE, 3, 2, 2, Scope.root(manager, 1, DataType.FLOAT64));
        NDArray images = manager.randomNormal(0, 1, new Shape(2, 3, 8, 8), DataType.FLOAT64);
        Autograd.backward(Autograd.recording(() -> loss.apply(network.forward(images, Mode.TRAIN))));
        return network.state().parameters().stream()
                .filter(parameter -> parameter.gradient().isPresent())
                .map(Parameter::name)
                .map(name -> name.replaceAll("^(branches\\.\\d|gate|shared)\\..*", "$1"))
                .collect(Collectors.toSet());
    }

    private GatedLogits with(int position, NDArray logits) {
        List<NDArray> all = new ArrayList<>(branches);
        all.set(position, logits);
        return GatedLogits.of(all, gates);
    }
}
