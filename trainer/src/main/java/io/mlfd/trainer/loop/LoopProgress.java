package io.mlfd.trainer.loop;

import io.mlfd.contract.Progress;
import io.mlfd.trainer.result.StageResult.Epoch;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says how far a training is, and how long it will take by the pace of this process. */
final class LoopProgress {
    private static final double NANOS = 1e9;

    private final LoopHost host;
    private final int epochs;
    private final long totalSteps;
    private Optional<Duration> firstStep = Optional.empty();
    private long stepsHere;
    private double interruptedSeconds;

    LoopProgress(LoopHost host, int epochs, long totalSteps) {
        this.host = host;
        this.epochs = epochs;
        this.totalSteps = totalSteps;
    }

    /** How long this process had been running when it began to train, empty before it did. */
    Optional<Duration> firstStep() {
        return firstStep;
    }

    void resumed(TrainingState state) {
        host.progress().say("goes on from the checkpoint of step " + state.step() + " of " + totalSteps);
    }

    /** A stop that was answered within a step, whose half is given up. */
    void stoppedWithin(long step, long saved) {
        host.progress().say("stopped within step " + (step + 1) + ", kept is the checkpoint of step " + saved);
    }

    void begins(Duration step) {
        if (firstStep.isEmpty()) {
            firstStep = Optional.of(step);
        }
    }

    /** So much of the last step was sleep; 0 as a rule. */
    void interrupted(double seconds) {
        interruptedSeconds += seconds;
    }

    void stepped(TrainingState state, StepFigures figures, Map<String, Double> learningRates) {
        stepsHere++;
        host.progress().report(progress(state, figures.loss()), () -> details(figures, learningRates));
    }

    void epochEnded(TrainingState state) {
        Epoch epoch = state.lastEpoch();
        host.progress().milestone(progress(state, epoch.loss()), details(epoch));
    }

    private Progress progress(TrainingState state, double loss) {
        int epoch = (int) Math.min(epochs, (Math.max(state.step(), 1) - 1) / state.stepsPerEpoch() + 1);
        return new Progress(
                "training",
                epoch,
                epochs,
                state.step(),
                totalSteps,
                Optional.of(loss),
                state.imagesPerSecond().stream().boxed().findFirst(),
                remainingSeconds(state));
    }

    /** By the pace of this process, evaluation and checkpoints included. */
    private Optional<Long> remainingSeconds(TrainingState state) {
        return firstStep.map(start -> {
            double perStep = (seconds(host.ticker().elapsed().minus(start)) - interruptedSeconds) / stepsHere;
            return Math.round(perStep * (totalSteps - state.step()));
        });
    }

    private static String details(StepFigures figures, Map<String, Double> learningRates) {
        String terms = figures.terms().entrySet().stream()
                .map(term -> String.format(Locale.ROOT, "%s %.4f", term.getKey(), term.getValue()))
                .collect(Collectors.joining(" "));
        String rates = learningRates.entrySet().stream()
                .map(rate -> (learningRates.size() > 1 ? rate.getKey() + " " : "")
                        + String.format(Locale.ROOT, "%.2e", rate.getValue()))
                .collect(Collectors.joining(", "));
        return terms + ", learning rate " + rates;
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

    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS;
    }
}
