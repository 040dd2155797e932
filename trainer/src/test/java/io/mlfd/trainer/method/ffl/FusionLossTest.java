package io.mlfd.trainer.method.ffl;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who learns from whom. */
@ExtendWith(EngineExtension.class)
class FusionLossTest {
    private static final FusionLoss LOSS = new FusionLoss(3, new Ramp(0), new LabelLoss(0.1));
    private static final NetworkShape SHAPE = NetworkShapes.named("resnet8").withWidth(2);

    private final NDManager manager;
    private final NDArray labels;
    private final List<NDArray> logits;

    FusionLossTest(NDManager manager) {
        this.manager = manager;
        this.labels = manager.create(new long[] {0, 2});
        this.logits = List.of(
                manager.create(new double[] {0.5, -0.2, 1.1, 0.3, 0.9, -0.7}, new Shape(2, 3)),
                manager.create(new double[] {-0.4, 0.8, 0.1, 1.2, -0.3, 0.6}, new Shape(2, 3)),
                manager.create(new double[] {0.2, 0.4, -0.9, -0.6, 0.7, 1.3}, new Shape(2, 3)));
    }

    /**
     * The whole loss with everyone's teacher held fast, by differences: a term's gradient is that of its learner alone.
     */
    @Test
    void theGradientIsThatOfEveryoneWithHisTeacherHeldFast() {
        FusedLogits fixed = of(logits);
        for (int i = 0; i < logits.size(); i++) {
            int learner = i;
            NDArray teacher = learner < 2 ? fixed.fused() : fixed.ensemble();
            FiniteDifferences.check(
                    at -> LOSS.of(with(learner, at), labels, 0).total(),
                    at -> Losses.crossEntropy(at, labels, 0.1).add(Losses.kullbackLeibler(at, teacher, 3, 1e-7)),
                    logits.get(i));
        }
    }

    @Test
    void theRampWeighsDivergencesOnly() {
        FusionLoss ramped = new FusionLoss(3, new Ramp(10), new LabelLoss(0));
        FusedLogits all = of(logits);
        double hard = 0;
        for (NDArray own : logits) {
            hard += Losses.crossEntropy(own, labels, 0).getDouble();
        }
        double soft =
                Losses.kullbackLeibler(all.fused(), all.ensemble(), 3, 1e-7).getDouble();
        for (NDArray branch : all.branches()) {
            soft += Losses.kullbackLeibler(branch, all.fused(), 3, 1e-7).getDouble();
        }

        assertThat(ramped.of(all, labels, 0).total().getDouble()).isCloseTo(hard + Math.exp(-5) * soft, within(1e-12));
        assertThat(ramped.of(all, labels, 10).total().getDouble()).isCloseTo(hard + soft, within(1e-12));
    }

    @Test
    void labelsOfTheFusedClassifierReachBothBranchesThroughTheirMaps() {
        assertThat(reached(logits -> Losses.crossEntropy(logits.fused(), labels, 0)))
                .contains("branches.0", "branches.1", "fusion", "shared")
                .doesNotContain("branches.0.fc", "branches.1.fc");
    }

    @Test
    void whoTeachesIsNotMovedByItsPupil() {
        assertThat(reached(logits -> Losses.kullbackLeibler(logits.branches().get(0), logits.fused(), 3, 1e-7)))
                .contains("shared", "branches.0", "branches.0.fc")
                .doesNotContain("fusion", "branches.1", "branches.1.fc");
        assertThat(reached(logits -> Losses.kullbackLeibler(logits.fused(), logits.ensemble(), 3, 1e-7)))
                .contains("shared", "branches.0", "branches.1", "fusion")
                .doesNotContain("branches.0.fc", "branches.1.fc");
    }

    /** Parts that have a gradient afterwards; {@code branches.0} stands for its stages. */
    private Set<String> reached(Function<FusedLogits, NDArray> loss) {
        FusedNetwork network = new FusedNetwork(List.of(SHAPE, SHAPE), 3, 2, Scope.root(manager, 1, DataType.FLOAT64));
        NDArray images = manager.randomNormal(0, 1, new Shape(2, 3, 8, 8), DataType.FLOAT64);
        Autograd.backward(Autograd.recording(() -> loss.apply(network.forward(images, Mode.TRAIN))));
        return network.state().parameters().stream()
                .filter(parameter -> parameter.gradient().isPresent())
                .map(Parameter::name)
                .map(name -> name.replaceAll("^(branches\\.\\d\\.fc|branches\\.\\d|fusion|shared)\\..*", "$1"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private FusedLogits with(int position, NDArray logit) {
        return of(IntStream.range(0, logits.size())
                .mapToObj(i -> i == position ? logit : logits.get(i))
                .toList());
    }

    private static FusedLogits of(List<NDArray> all) {
        return new FusedLogits(all.subList(0, 2), all.get(2));
    }
}
