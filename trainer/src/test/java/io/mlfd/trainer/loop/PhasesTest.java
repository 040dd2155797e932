package io.mlfd.trainer.loop;

import static io.mlfd.trainer.loop.Duel.AVERAGE_DECAY;
import static io.mlfd.trainer.loop.Duel.STEPS_PER_EPOCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.DivergedException;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several optimisers, several phases a step, an average beside them and several networks at the end. */
@ExtendWith(EngineExtension.class)
class PhasesTest {
    private static final int EPOCHS = 3;
    private static final int STEPS = EPOCHS * STEPS_PER_EPOCH;

    private final TorchEngine engine;
    private final NDManager manager;
    private final List<String> lines = new ArrayList<>();

    @TempDir
    private Path root;

    PhasesTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    /** The same in plain arithmetic: SGD with momentum for c, AdamW with a cosine for m, no gradient kept from phase to phase. */
    @Test
    void everyPhaseMovesItsOwnByItsOwnGradientOnly() {
        double c = Duel.CRITIC;
        double m = Duel.MAKER;
        double average = Duel.MAKER;
        double momentum = 0;
        double mean = 0;
        double square = 0;
        int updates = 0;
        for (int step = 0; step < STEPS; step++) {
            double gradient = 2 * (c * m - Duel.target(step)) * m + 0.01 * c;
            momentum = 0.9 * momentum + gradient;
            c -= 0.05 * momentum;
            if (step % 2 == 0) {
                double rate = 0.02 / 2 * (1 + Math.cos(Math.PI * step / STEPS));
                gradient = (c * m + m - 2) * (c + 1);
                updates++;
                m -= rate * 0.1 * m;
                mean += 0.1 * (gradient - mean);
                square = 0.999 * square + 0.001 * gradient * gradient;
                m -= rate
                        * (mean / (1 - Math.pow(0.9, updates)))
                        / (Math.sqrt(square / (1 - Math.pow(0.999, updates))) + 1e-8);
            }
            average = AVERAGE_DECAY * average + (1 - AVERAGE_DECAY) * m;
        }
        Duel duel = new Duel(manager, StopSignal.never());
        train("closed", duel);
        Map<String, Double> expected = Map.of("critic.weight", c, "maker.weight", m, "average.weight", average);
        expected.forEach((name, value) -> assertThat(
                        (double) duel.state().tensors().get(name).getFloat(0))
                .as(name)
                .isCloseTo(value, within(1e-5)));
    }

    @Test
    void aCurveHasEveryPhasesTerms() {
        List<Double> losses = new ArrayList<>();
        Trained trained = train("curve", new ForwardingLearner(new Duel(manager, StopSignal.never())) {
            @Override
            public StepLoss loss(Phase phase, long step, NDManager scope) {
                StepLoss loss = super.loss(phase, step, scope);
                losses.add((double) loss.terms().total().getFloat(0));
                return loss;
            }
        });
        assertThat(trained.curve()).allSatisfy(epoch -> {
            assertThat(epoch.terms()).containsOnlyKeys("criticise.error", "make.error");
            assertThat(epoch.learningRate()).isEqualTo(0.05);
        });
        double sum = losses.subList(0, losses.size() / EPOCHS).stream()
                .mapToDouble(loss -> loss)
                .sum();
        assertThat(trained.curve().get(0).loss()).isCloseTo(sum / STEPS_PER_EPOCH, within(1e-6));
    }

    @Test
    void everyNetworkIsWrittenUnderItsOutputAndItsOwnNames() {
        Duel duel = new Duel(manager, StopSignal.never());
        Trained trained = train("files", duel);
        assertThat(trained.weights())
                .extracting(WeightsFile::file)
                .containsExactly(
                        "last.safetensors", "best.safetensors", "maker.last.safetensors", "maker.best.safetensors");
        Map.of("last.safetensors", "average", "maker.last.safetensors", "maker").forEach((file, part) -> {
            Safetensors.Contents contents =
                    Safetensors.read(StoredFiles.local(), folder("files").resolve(file), manager);
            assertThat(contents.tensors()).containsOnlyKeys("weight");
            assertThat(contents.tensors().get("weight").toFloatArray())
                    .isEqualTo(duel.state().tensors().get(part + ".weight").toFloatArray());
            assertThat(contents.metadata()).containsEntry("of", part);
        });
        assertThat(trained.weights())
                .filteredOn(file -> file.selection() == Selection.BEST)
                .hasSize(2);
    }

    @Test
    void aLossThatIsNotANumberNamesStepPhaseAndTerm() {
        Learner diverging = new ForwardingLearner(new Duel(manager, StopSignal.never())) {
            @Override
            public StepLoss loss(Phase phase, long step, NDManager scope) {
                StepLoss loss = super.loss(phase, step, scope);
                if (step < 6 || phase.equals(Duel.CRITIC_MOVES)) {
                    return loss;
                }
                LossTerms.Term term = new LossTerms.Term("error", 1, scope.create(Float.NaN));
                return new StepLoss(LossTerms.of(term), loss.images(), loss.correct());
            }
        };
        assertThatThrownBy(() -> train("nan", diverging))
                .isInstanceOf(DivergedException.class)
                .hasMessage("loss error is NaN at step 7, phase make: lower the learning rate");
        assertThat(host("nan").folder().checkpoints().newest().orElseThrow().step())
                .isEqualTo(4);
    }

    @Test
    void aStepThatWasStoppedWithinIsNotSaved() {
        Learner stopped = new ForwardingLearner(new Duel(manager, StopSignal.never())) {
            @Override
            public StepLoss loss(Phase phase, long step, NDManager scope) {
                if (step == 6 && phase.equals(Duel.MAKER_MOVES)) {
                    throw new StoppedException();
                }
                return super.loss(phase, step, scope);
            }
        };
        assertThatThrownBy(() -> train("stopped", stopped)).isInstanceOf(StoppedException.class);
        assertThat(host("stopped").folder().checkpoints().newest().orElseThrow().step())
                .isEqualTo(4);
        assertThat(lines).contains("stopped within step 7, kept is the checkpoint of step 4");
    }

    @Test
    void aParameterThatNobodyMovesOrThatIsNobodysIsNamed() {
        Duel duel = new Duel(manager, StopSignal.never());
        Optimised critic = duel.optimised().get(0);
        Optimised maker = duel.optimised().get(1);
        assertRefused(duel, List.of(critic), "parameter maker.weight: is moved by no optimiser");
        Parameter foreign = new Duel(manager, StopSignal.never())
                .optimised()
                .get(0)
                .parameters()
                .get(0);
        assertRefused(
                duel,
                List.of(critic, maker, new Optimised("other", List.of(foreign), Duel.SGD, critic.schedule())),
                "parameter critic.weight: is moved by optimiser other but is no part of the learner's state");
        assertRefused(duel, List.of(critic, renamed(maker, "critic")), "optimiser critic: there are two of that name");
    }

    @Test
    void phasesThatCannotBeAreNamed() {
        Duel duel = new Duel(manager, StopSignal.never());
        assertRefusedPhases(duel, List.of(), "step 1: its phases [] are none or named twice");
        assertRefusedPhases(
                duel,
                List.of(Duel.CRITIC_MOVES, Duel.CRITIC_MOVES),
                "step 1: its phases [criticise, criticise] are none or named twice");
        assertRefusedPhases(
                duel,
                List.of(new Phase("judge", List.of("jury"))),
                "phase judge: there is no optimiser jury among [critic, maker]");
        assertThatThrownBy(() -> new Phase("idle", List.of()))
                .hasMessage("phase idle: its optimisers [] are none or named twice");
    }

    @Test
    void outputsThatCannotBeAreNamed() {
        Duel duel = new Duel(manager, StopSignal.never());
        assertThatThrownBy(() -> Artifact.part("Maker", duel.state(), "maker.", Map.of()))
                .hasMessageContaining("output: Maker is not of the form");
        assertThatThrownBy(() -> Artifact.part("judge", duel.state(), "judge.", Map.of()))
                .hasMessage("output judge: no variable begins with judge.");
        Artifact whole = Artifact.whole(duel.state(), Map.of());
        assertThatThrownBy(() -> Artifact.check(List.of(whole, whole), duel.state()))
                .hasMessage("outputs: [network, network] are none or named twice");
        assertThatThrownBy(() -> Artifact.check(
                        List.of(new Artifact("network", Map.of("w", "jury.weight"), Map.of())), duel.state()))
                .hasMessage("output network: variable jury.weight is no part of the learner's state");
    }

    /** Learners that do not divide their steps draw what they always drew. */
    @Test
    void everyPhaseDrawsItsOwnNumbers() {
        RandomKey step = RandomKey.of(1, "step");
        assertThat(Phase.whole(new Duel(manager, StopSignal.never()).optimised())
                        .key(step))
                .isEqualTo(step);
        assertThat(Duel.CRITIC_MOVES.key(step)).isNotEqualTo(step).isNotEqualTo(Duel.MAKER_MOVES.key(step));
    }

    private void assertRefused(Duel duel, List<Optimised> optimised, String message) {
        Learner learner = new ForwardingLearner(duel) {
            @Override
            public List<Optimised> optimised() {
                return optimised;
            }
        };
        assertThatThrownBy(() -> train("refused", learner)).hasMessage(message);
    }

    private void assertRefusedPhases(Duel duel, List<Phase> phases, String message) {
        Learner learner = new ForwardingLearner(duel) {
            @Override
            public List<Phase> phases(long step) {
                return phases;
            }
        };
        assertThatThrownBy(() -> train("refused", learner)).hasMessage(message);
    }

    private static Optimised renamed(Optimised optimised, String name) {
        return new Optimised(name, optimised.parameters(), optimised.optimizer(), optimised.schedule());
    }

    private Trained train(String run, Learner learner) {
        return new TrainingLoop(host(run), engine, LoopSettings.plain(EPOCHS), RandomKey.of(1, "test")).train(learner);
    }

    private TestHost host(String run) {
        return TestHost.in(root.resolve(run), 3600, StopSignal.never(), lines::add);
    }

    private Path folder(String run) {
        return host(run).folder().path();
    }
}
