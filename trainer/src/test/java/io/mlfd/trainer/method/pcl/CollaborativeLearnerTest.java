package io.mlfd.trainer.method.pcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.pcl.Variant;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.loss.LossTerms.Values;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.Variable;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.Evaluator;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What controls lack, from equal first values and equal batches. */
@ExtendWith(EngineExtension.class)
class CollaborativeLearnerTest {
    private static final int FULL_WEIGHT = 2;

    private final TorchEngine engine;
    private final NDManager manager;
    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));

    CollaborativeLearnerTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    @Test
    void withoutATeacherTheLossLacksItsDivergencesAndNothingElse() {
        Values whole = values(Variant.WHOLE);
        Values withoutEnsemble = values(Variant.WITHOUT_ENSEMBLE_TEACHER);
        Values withoutAverages = values(Variant.WITHOUT_MEAN_TEACHER);

        assertThat(withoutEnsemble.terms()).isEqualTo(whole.terms());
        assertThat(withoutAverages.terms()).isEqualTo(whole.terms());
        double hard = sum(whole, "hard ");
        double ensemble = sum(whole, "soft ensemble ");
        double averages = sum(whole, "soft EMA ");
        assertThat((double) whole.total()).isCloseTo(hard + ensemble + averages, within(1e-4));
        assertThat((double) withoutEnsemble.total()).isCloseTo(hard + averages, within(1e-4));
        assertThat((double) withoutAverages.total()).isCloseTo(hard + ensemble, within(1e-4));
        assertThat(ensemble).isGreaterThan(1e-3);
        assertThat(averages).isGreaterThan(1e-3);
    }

    @Test
    void withOneAugmentationEveryPeerSeesTheViewOfTheFirst() {
        Values whole = values(Variant.WHOLE);
        Values one = values(Variant.ONE_AUGMENTATION);

        assertThat(one.terms().get("hard peer-1")).isEqualTo(whole.terms().get("hard peer-1"));
        assertThat(one.terms().get("hard peer-2")).isNotEqualTo(whole.terms().get("hard peer-2"));
        assertThat(one.terms().get("hard peer-3")).isNotEqualTo(whole.terms().get("hard peer-3"));
    }

    @Test
    void theRampBeginsNearNothing() {
        Values values = loss(learner(Variant.WHOLE), 0).terms().values(0, "");
        double soft = sum(values, "soft ");
        assertThat((double) values.total()).isCloseTo(sum(values, "hard ") + Math.exp(-5) * soft, within(1e-4));
    }

    @Test
    void theAverageOfTheFirstPeerIsWhatIsValidated() {
        Learner learner = learner(Variant.WHOLE);
        List<Validation> before = learner.validate();

        lower(learner, "branches.0.fc.bias");
        lower(learner, "averages.branches.1.fc.bias");
        assertThat(learner.validate()).isEqualTo(before);
        lower(learner, "averages.branches.0.fc.bias");
        assertThat(learner.validate()).isNotEqualTo(before);
    }

    @Test
    void averagesFollowWhenAStepIsDone() {
        Learner learner = learner(Variant.WHOLE);
        lower(learner, "branches.0.fc.bias");
        try (NDManager scope = engine.step()) {
            Autograd.withoutRecording(() -> learner.stepped(0, scope));
        }
        assertThat(learner.state().tensors().get("averages.branches.0.fc.bias").toFloatArray())
                .isEqualTo(learner.state().tensors().get("branches.0.fc.bias").toFloatArray());
    }

    private static void lower(Learner learner, String name) {
        Variable variable = learner.state().variables().get(name);
        float[] values = variable.tensor().toFloatArray();
        values[0] = -9;
        try (NDArray lower = variable.tensor().getManager().create(values)) {
            variable.assign(lower);
        }
    }

    private Learner learner(Variant variant) {
        return CollaboratorOrders.learner(
                CollaboratorOrders.work(3, 2, variant),
                data,
                Scope.root(manager, 3),
                new Evaluator(engine, StopSignal.never()));
    }

    /** Of the first step in which divergences have their full weight. */
    private Values values(Variant variant) {
        Learner learner = learner(variant);
        return loss(learner, (long) FULL_WEIGHT * learner.stepsPerEpoch())
                .terms()
                .values(0, "");
    }

    private StepLoss loss(Learner learner, long step) {
        return Autograd.recording(() -> learner.loss(learner.phases(step).get(0), step, manager));
    }

    private static double sum(Values values, String prefix) {
        return values.terms().entrySet().stream()
                .filter(term -> term.getKey().startsWith(prefix))
                .mapToDouble(term -> term.getValue())
                .sum();
    }
}
