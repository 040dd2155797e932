package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.ContractJson;
import io.mlfd.contract.Progress;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.TrainingState.Best;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.Schedule;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Criterion;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.Checkpoints.Checkpoint;
import io.mlfd.trainer.storage.WholeFiles.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** One process's share of a training: from the newest checkpoint to the end or to a stop. */
final class TrainingRun {
    private static final double NANOS = 1e9;

    private final StageContext context;
    private final TorchEngine engine;
    private final TrainingTask task;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final LoopCheckpoints checkpoints;
    private final RandomKey key;
    private final int epochs;
    private final long totalSteps;

    private final List<Epoch> curve = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private EpochMeter meter = new EpochMeter(TrainingState.Sums.NONE);
    private Optional<Best> best = Optional.empty();
    private long step;
    private long images;
    private double seconds;

    private Optional<Checkpoint> saved = Optional.empty();
    private Instant savedAt;
    private Optional<Instant> firstStep = Optional.empty();
    private long stepsHere;

    TrainingRun(
            StageContext context,
            TorchEngine engine,
            TrainingTask task,
            Optimizer optimizer,
            LoopCheckpoints checkpoints,
            TrainingSettings settings,
            RandomKey key) {
        this.context = context;
        this.engine = engine;
        this.task = task;
        this.optimizer = optimizer;
        this.schedule = settings.schedule();
        this.epochs = settings.epochs();
        this.totalSteps = Math.multiplyExact((long) epochs, task.stepsPerEpoch());
        this.checkpoints = checkpoints;
        this.key = key;
        this.savedAt = context.clock().instant();
    }

    Trained run() {
        restore();
        attempts.add(
                new Attempt(context.order().attempt(), context.clock().instant().toString(), step));
        try {
            advance();
        } catch (StoppedException e) {
            // The step that was stopped in has not changed anything yet, so the state is that of the step before.
            checkpoint();
            throw e;
        }
        return finish();
    }

    private void restore() {
        try (NDManager scratch = engine.step()) {
            checkpoints.restore(scratch).ifPresent(restored -> {
                TrainingState state = restored.state();
                step = state.step();
                curve.addAll(state.curve());
                attempts.addAll(state.attempts());
                meter = new EpochMeter(state.running());
                best = state.best();
                images = state.images();
                seconds = state.seconds();
                saved = Optional.of(restored.checkpoint());
                context.progress().say("goes on from the checkpoint of step " + step + " of " + totalSteps);
            });
        }
    }

    private void advance() {
        while (true) {
            if (curve.size() < step / task.stepsPerEpoch()) {
                endEpoch();
            }
            if (step == totalSteps) {
                return;
            }
            context.stop().check();
            trainStep();
            boolean epochEnds = step % task.stepsPerEpoch() == 0;
            if (!epochEnds
                    && !context.clock()
                            .instant()
                            .isBefore(savedAt.plusSeconds(context.order().checkpointSeconds()))) {
                checkpoint();
            }
        }
    }

    private void trainStep() {
        Instant start = context.clock().instant();
        if (firstStep.isEmpty()) {
            firstStep = Optional.of(start);
        }
        double learningRate = schedule.learningRate(step, totalSteps);
        engine.seed(key.with(step).state());
        StepLoss loss;
        LossTerms.Values values;
        try (NDManager scope = engine.step()) {
            loss = Autograd.recording(() -> task.loss(step, scope));
            // Read before the backward pass: a loss that is not finite changes no weight.
            values = loss.terms().values(step + 1);
            Autograd.backward(loss.terms().total());
        }
        optimizer.step(learningRate);
        step++;
        stepsHere++;
        double took = seconds(Duration.between(start, context.clock().instant()));
        meter.add(loss, values, learningRate, took);
        images += loss.images();
        seconds += took;
        context.progress().report(progress((double) values.total()), () -> details(values, learningRate));
    }

    private void endEpoch() {
        List<Validation> validation = task.validate();
        Epoch epoch = meter.epoch(curve.size() + 1, step, validation);
        if (!validation.isEmpty()) {
            double accuracy = accuracy(validation);
            if (best.isEmpty() || accuracy > best.get().accuracy()) {
                best = Optional.of(new Best(epoch.epoch(), accuracy));
                checkpoints.best().load(task.state().tensors());
            }
        }
        curve.add(epoch);
        meter.reset();
        checkpoint();
        context.progress().milestone(progress(epoch.loss()), details(epoch));
    }

    /** Data sets count alike, however many images they have. */
    private static double accuracy(List<Validation> validation) {
        return validation.stream().mapToDouble(Validation::top1).average().orElseThrow();
    }

    /** A checkpoint that is there already is left alone: what it may lack, an evaluation, is a function of what it holds. */
    private void checkpoint() {
        if (saved.isPresent() && saved.get().step() == step) {
            return;
        }
        try (NDManager scratch = engine.step()) {
            FiniteTensors.require(step, task.state().tensors(), scratch);
            saved = Optional.of(checkpoints.save(state(), scratch));
        }
        savedAt = context.clock().instant();
        writeMetrics();
    }

    private TrainingState state() {
        return new TrainingState(
                TrainingState.VERSION,
                step,
                task.stepsPerEpoch(),
                meter.sums(),
                curve,
                best,
                attempts,
                images,
                seconds);
    }

    /** From the state, whole: after a resume no epoch is missing and none is there twice. */
    private void writeMetrics() {
        ContractJson json = new ContractJson();
        String lines = curve.stream().map(epoch -> json.write(epoch) + "\n").collect(Collectors.joining());
        context.folder().write(VolumeLayout.METRICS, Content.of(lines));
    }

    private Trained finish() {
        Checkpoint last = saved.orElseThrow();
        Content lastWeights = Safetensors.content(task.state().tensors(), task.metadata());
        Content selected =
                best.isPresent() ? Safetensors.content(checkpoints.best().tensors(), task.metadata()) : lastWeights;
        context.folder().write(VolumeLayout.weights(Selection.LAST), lastWeights);
        context.folder().write(VolumeLayout.weights(Selection.BEST), selected);
        writeMetrics();
        ModelSelection selection = best.map(b ->
                        new ModelSelection(Criterion.VALIDATION_ACCURACY, b.epoch(), OptionalDouble.of(b.accuracy())))
                .orElse(new ModelSelection(Criterion.LAST_EPOCH, epochs, OptionalDouble.empty()));
        return new Trained(
                curve,
                selection,
                seconds > 0 ? OptionalDouble.of(images / seconds) : OptionalDouble.empty(),
                attempts,
                new StageReport.Checkpoint(
                        last.step(),
                        last.manifest().files().get(LoopCheckpoints.MODEL).sha256()),
                firstStep);
    }

    private Progress progress(double loss) {
        int epoch = (int) Math.min(epochs, (Math.max(step, 1) - 1) / task.stepsPerEpoch() + 1);
        return new Progress(
                "training", epoch, epochs, step, totalSteps, Optional.of(loss), imagesPerSecond(), remainingSeconds());
    }

    private Optional<Double> imagesPerSecond() {
        return seconds > 0 ? Optional.of(images / seconds) : Optional.empty();
    }

    /** By the pace of this process, evaluation and checkpoints included. */
    private Optional<Long> remainingSeconds() {
        return firstStep.map(start -> {
            double perStep = seconds(Duration.between(start, context.clock().instant())) / stepsHere;
            return Math.round(perStep * (totalSteps - step));
        });
    }

    private static String details(LossTerms.Values values, double learningRate) {
        String terms = values.terms().entrySet().stream()
                .map(term -> String.format(Locale.ROOT, "%s %.4f", term.getKey(), term.getValue()))
                .collect(Collectors.joining(" "));
        return terms + String.format(Locale.ROOT, ", learning rate %.2e", learningRate);
    }

    private static String details(Epoch epoch) {
        StringBuilder line = new StringBuilder("epoch done");
        epoch.trainAccuracy()
                .ifPresent(accuracy -> line.append(String.format(Locale.ROOT, ", train %.1f %%", 100 * accuracy)));
        epoch.validation()
                .forEach(v -> line.append(
                        String.format(Locale.ROOT, ", validation %s %.1f %%", v.dataset(), 100 * v.top1())));
        return line.toString();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
