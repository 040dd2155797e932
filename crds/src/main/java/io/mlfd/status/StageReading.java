package io.mlfd.status;

import io.mlfd.api.StageStatus;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageReport.Seconds;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Attempts;
import io.mlfd.run.Loss;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.StopReason;
import io.mlfd.status.StatusReader.StatusException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Reads one stage's status. */
final class StageReading {
    private final StageStatus written;
    private final String path;

    StageReading(StageStatus written) {
        this.written = written;
        this.path = "status.stages[" + written.name() + "]";
    }

    /** @throws StatusException naming the field that is missing or that means nothing here */
    StageState state() {
        Attempts attempts = attempts();
        String message = Objects.requireNonNullElse(written.message(), "");
        return value("state", written.state()).as(state -> switch (state) {
            case StageNames.WAITING -> new StageState.Waiting(attempts);
            case StageNames.QUEUED -> new StageState.Queued(attempts, startTime(), message);
            case StageNames.PENDING -> new StageState.Active(attempts, startTime(), Optional.empty(), message);
            case StageNames.RUNNING -> new StageState.Active(attempts, startTime(), Optional.of(startTime()), message);
            case StageNames.SUSPENDING -> new StageState.Stopping(attempts, StopReason.SUSPENDED, message);
            case StageNames.TIMING_OUT -> new StageState.Stopping(attempts, StopReason.TIMED_OUT, message);
            case StageNames.BACKING_OFF ->
                new StageState.BackingOff(attempts, required("notBefore", written.notBefore()), message);
            case StageNames.DONE ->
                new StageState.Done(
                        attempts,
                        StatusValue.time(path + ".startTime", written.startTime()),
                        completionTime(),
                        report(),
                        message);
            case StageNames.FAILED -> new StageState.Failed(attempts, completionTime(), message);
            default -> throw new IllegalArgumentException(state);
        });
    }

    private Attempts attempts() {
        Attempts failed = value("failures", written.failures()).as(n -> new Attempts(1, n, 0));
        Attempts lost = value("disruptions", written.disruptions()).as(n -> new Attempts(1, failed.failures(), n));
        Attempts counted = value("attempt", written.attempt()).as(lost::at);
        Optional<Loss> loss = Optional.ofNullable(written.lastDisruption())
                .map(last -> value("lastDisruption.attempt", last.attempt())
                        .as(attempt -> new Loss(attempt, Objects.requireNonNullElse(last.message(), ""))));
        // That of a stage that is done stands in its report.
        Optional<StageReport.Checkpoint> checkpoint = StageNames.DONE.equals(written.state())
                ? Optional.empty()
                : Optional.ofNullable(written.checkpoint()).map(this::checkpoint);
        return value("disruptionsInVain", Objects.requireNonNullElse(written.disruptionsInVain(), 0))
                .as(inVain -> new Attempts(
                        counted.number(), counted.failures(), counted.disruptions(), inVain, checkpoint, loss));
    }

    private Instant startTime() {
        return required("startTime", written.startTime());
    }

    private Instant completionTime() {
        return required("completionTime", written.completionTime());
    }

    private Instant required(String field, String time) {
        return value(field, time).as(Instant::parse);
    }

    private <T> StatusValue<T> value(String field, T valueOrNull) {
        return StatusValue.of(path + "." + field, valueOrNull);
    }

    private Optional<StageReport> report() {
        if (written.reused() == null) {
            return Optional.empty();
        }
        return Optional.of(new StageReport(
                StageReport.VERSION,
                written.name(),
                written.attempt(),
                ExitCode.DONE.status(),
                Optional.ofNullable(written.contentKey()),
                written.reused(),
                scores(),
                Optional.ofNullable(written.repeated()),
                weights(),
                Optional.ofNullable(written.checkpoint()).map(this::checkpoint),
                new Seconds(Optional.empty(), 0),
                ""));
    }

    private StageReport.Checkpoint checkpoint(StageStatus.Checkpoint checkpoint) {
        return new StageReport.Checkpoint(
                value("checkpoint.step", checkpoint.step()).required(),
                value("checkpoint.digest", checkpoint.digest()).required());
    }

    private List<StageReport.Weights> weights() {
        List<StageReport.Weights> weights = new ArrayList<>();
        for (StageStatus.Weights each : written.weights()) {
            String at = "weights[" + weights.size() + "].";
            weights.add(new StageReport.Weights(
                    value(at + "output", each.output()).required(),
                    value(at + "digest", each.digest()).required()));
        }
        return weights;
    }

    private List<Score> scores() {
        List<Score> scores = new ArrayList<>();
        for (StageStatus.Score each : written.scores()) {
            scores.add(score("scores[" + scores.size() + "].", each));
        }
        return scores;
    }

    private Score score(String at, StageStatus.Score score) {
        return new Score(
                Objects.requireNonNullElse(score.stage(), written.name()),
                value(at + "output", score.output()).required(),
                value(at + "dataset", score.dataset()).required(),
                value(at + "metric", score.metric()).required(),
                value(at + "selection", score.selection()).as(text -> Selection.valueOf(text.toUpperCase(Locale.ROOT))),
                value(at + "value", score.value()).required(),
                value(at + "count", score.count()).as(StageReading::count));
    }

    private static int count(int images) {
        if (images < 1) {
            throw new IllegalArgumentException(images + " images");
        }
        return images;
    }
}
