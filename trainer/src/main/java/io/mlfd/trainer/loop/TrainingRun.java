package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Selection;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Criterion;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.Checkpoints.Checkpoint;
import io.mlfd.trainer.storage.WholeFiles.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** One process's share of a training: from the newest checkpoint to the end or to a stop. */
final class TrainingRun {
    private final LoopHost host;
    private final TorchEngine engine;
    private final Learner learner;
    private final TrainingSteps steps;
    private final LoopCheckpoints checkpoints;
    private final LoopProgress progress;
    private final long totalSteps;

    private TrainingState state;
    private StepPace pace = StepPace.NONE;
    private boolean withinStep;
    private Optional<Checkpoint> saved = Optional.empty();
    private Duration savedAt;

    TrainingRun(
            LoopHost host,
            TorchEngine engine,
            Learner learner,
            TrainingSteps steps,
            LoopCheckpoints checkpoints,
            LoopProgress progress,
            long totalSteps) {
        this.host = host;
        this.engine = engine;
        this.learner = learner;
        this.steps = steps;
        this.checkpoints = checkpoints;
        this.progress = progress;
        this.totalSteps = totalSteps;
        this.state = TrainingState.fresh(learner.stepsPerEpoch());
        this.savedAt = host.ticker().elapsed();
    }

    Trained run() {
        restore();
        state = state.begun(new Attempt(host.attempt(), host.clock().instant().toString(), state.step()));
        try {
            advance();
        } catch (StoppedException e) {
            if (withinStep) {
                // Some of its phases may have moved weights, and buffers move with every forward pass.
                progress.stoppedWithin(state.step(), saved.map(Checkpoint::step).orElse(0L));
            } else {
                checkpoint();
            }
            throw e;
        }
        return finish();
    }

    private void restore() {
        try (NDManager scratch = engine.step()) {
            checkpoints.restore(scratch).ifPresent(restored -> {
                state = restored.state();
                saved = Optional.of(restored.checkpoint());
                progress.resumed(state);
            });
        }
    }

    private void advance() {
        while (true) {
            if (state.epochIsDue()) {
                endEpoch();
            }
            if (state.step() == totalSteps) {
                return;
            }
            if (!withinStep) {
                host.stop().check();
            }
            withinStep = true;
            trainStep();
            withinStep = !steps.begins(state.step());
            if (!withinStep
                    && !state.epochIsDue()
                    && host.ticker().elapsed().compareTo(savedAt.plusSeconds(host.checkpointSeconds())) >= 0) {
                checkpoint();
            }
        }
    }

    private void trainStep() {
        Duration start = host.ticker().elapsed();
        progress.begins(start);
        long step = state.step();
        StepFigures figures = steps.run(step);
        Map<String, Double> rates = steps.learningRates(step);
        double took = LoopProgress.seconds(host.ticker().elapsed().minus(start));
        double counted = pace.counted(took);
        pace = pace.and(counted);
        progress.interrupted(took - counted);
        state = state.stepped(figures, rates.values().iterator().next(), counted);
        progress.stepped(state, figures, rates);
    }

    private void endEpoch() {
        state = state.epochEnded(checkpoints.chosen().during(learner::validate));
        if (state.endedBest()) {
            checkpoints.best().load(checkpoints.chosen().tensors());
        }
        checkpoint();
        progress.epochEnded(state);
    }

    /** A checkpoint that is there already is left alone: what it may lack, an evaluation, is a function of what it holds. */
    private void checkpoint() {
        if (saved.isPresent() && saved.get().step() == state.step()) {
            return;
        }
        try (NDManager scratch = engine.step()) {
            FiniteTensors.require(state.step(), learner.state().tensors(), scratch);
            saved = Optional.of(checkpoints.save(state, scratch));
        }
        savedAt = host.ticker().elapsed();
        writeMetrics();
    }

    /** From the state, whole: after a resume no epoch is missing and none is there twice. */
    private void writeMetrics() {
        ContractJson json = new ContractJson();
        String lines =
                state.curve().stream().map(epoch -> json.write(epoch) + "\n").collect(Collectors.joining());
        host.folder().write(VolumeLayout.METRICS, Content.of(lines));
    }

    private Trained finish() {
        Checkpoint last = saved.orElseThrow();
        List<WeightsFile> weights = writeWeights();
        writeMetrics();
        ModelSelection selection = state.best()
                .map(best -> new ModelSelection(
                        Criterion.VALIDATION_ACCURACY, best.epoch(), OptionalDouble.of(best.accuracy())))
                .orElse(new ModelSelection(Criterion.LAST_EPOCH, state.curve().size(), OptionalDouble.empty()));
        return new Trained(
                state.curve(),
                selection,
                state.imagesPerSecond(),
                weights,
                state.attempts(),
                last.reported(),
                progress.firstStep());
    }

    private List<WeightsFile> writeWeights() {
        Map<String, NDArray> last = checkpoints.chosen().tensors();
        Map<String, NDArray> best =
                state.best().isPresent() ? checkpoints.best().tensors() : last;
        Map<String, String> more = checkpoints.chosen().metadata();
        List<WeightsFile> weights = new ArrayList<>();
        for (Artifact artifact : learner.artifacts()) {
            weights.add(artifact.write(host.folder(), Selection.LAST, last, more));
            weights.add(artifact.write(host.folder(), Selection.BEST, best, more));
        }
        return weights;
    }
}
