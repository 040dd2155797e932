package io.mlfd.status;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.StageStatus;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageReport.Seconds;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Attempts;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads a run's state back from its status. */
public final class StatusReader {
    /**
     * @throws StatusException when the status is not one of this plan: other stages, other plan keys, or fields that
     *     {@link StatusWriter} never writes
     */
    public RunState read(Plan plan, MLFDRunStatus status) {
        if (status.stages().isEmpty()) {
            return RunState.initial(plan);
        }
        Map<String, StageStatus> byName =
                status.stages().stream().collect(Collectors.toMap(StageStatus::name, Function.identity(), (a, b) -> b));
        Map<String, StageState> stages = new LinkedHashMap<>();
        for (Stage stage : plan.stages()) {
            StageStatus written = byName.get(stage.name());
            if (written == null) {
                throw new StatusException("status has no stage " + stage.name());
            }
            if (!written.planKey().equals(stage.planKey())) {
                throw new StatusException("status.stages[" + stage.name() + "].planKey is of another spec");
            }
            stages.put(stage.name(), state(written));
        }
        return new RunState(stages, clock(status), time(status.completionTime()), Optional.empty());
    }

    private static Optional<RunClock> clock(MLFDRunStatus status) {
        Optional<Instant> started = time(status.startTime());
        if (status.activeSeconds() == null) {
            // Written by an operator whose clock did not stand still.
            return started.map(RunClock::start);
        }
        if (status.activeSeconds() < 0) {
            throw new StatusException("status.activeSeconds: " + status.activeSeconds() + " is less than none");
        }
        Duration ran = Duration.ofSeconds(status.activeSeconds());
        return started.map(first -> new RunClock(first, ran, time(status.activeSince())));
    }

    private static StageState state(StageStatus s) {
        Attempts attempts = new Attempts(s.attempt(), s.failures(), s.disruptions());
        String message = s.message() == null ? "" : s.message();
        return switch (s.state()) {
            case StageNames.WAITING -> new StageState.Waiting(attempts);
            case StageNames.PENDING ->
                new StageState.Active(attempts, must(s, s.startTime()), Optional.empty(), message);
            case StageNames.RUNNING ->
                new StageState.Active(attempts, must(s, s.startTime()), time(s.startTime()), message);
            case StageNames.SUSPENDING -> new StageState.Stopping(attempts, StopReason.SUSPENDED, message);
            case StageNames.TIMING_OUT -> new StageState.Stopping(attempts, StopReason.TIMED_OUT, message);
            case StageNames.BACKING_OFF -> new StageState.BackingOff(attempts, must(s, s.notBefore()), message);
            case StageNames.DONE ->
                new StageState.Done(attempts, time(s.startTime()), must(s, s.completionTime()), report(s));
            case StageNames.FAILED -> new StageState.Failed(attempts, must(s, s.completionTime()), message);
            default -> throw new StatusException("status.stages[" + s.name() + "].state: " + s.state());
        };
    }

    private static Optional<StageReport> report(StageStatus s) {
        if (s.reused() == null) {
            return Optional.empty();
        }
        return Optional.of(new StageReport(
                StageReport.VERSION,
                s.name(),
                s.attempt(),
                ExitCode.DONE.status(),
                Optional.ofNullable(s.contentKey()),
                Boolean.TRUE.equals(s.reused()),
                s.scores().stream().map(score -> score(s, score)).toList(),
                s.weights().stream()
                        .map(w -> new StageReport.Weights(w.output(), w.digest()))
                        .toList(),
                Optional.ofNullable(s.checkpoint()).map(c -> new StageReport.Checkpoint(c.step(), c.digest())),
                new Seconds(Optional.empty(), 0),
                s.message() == null ? "" : s.message()));
    }

    private static Score score(StageStatus stage, MLFDRunStatus.Score score) {
        return new Score(
                score.stage() == null ? stage.name() : score.stage(),
                score.output(),
                score.dataset(),
                score.metric(),
                Selection.valueOf(score.selection().toUpperCase(Locale.ROOT)),
                score.value(),
                score.count());
    }

    private static Instant must(StageStatus stage, String text) {
        return time(text)
                .orElseThrow(() -> new StatusException("status.stages[" + stage.name() + "]: a time is missing"));
    }

    private static Optional<Instant> time(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new StatusException("status: \"" + text + "\" is no time");
        }
    }

    /** A status that this program did not write, or wrote for another spec. */
    public static final class StatusException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StatusException(String message) {
            super(message);
        }
    }
}
