package io.mlfd.run;

import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.StopReason;
import io.mlfd.run.StageState.Stopping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How long attempts may wait and run. */
final class StageLimits {
    private final RunPolicy policy;
    private final Instant now;
    private final Map<String, StageState> stages;
    private final Map<String, List<StageProcess>> processes;

    /**
     * @param stages of the run, as they are when a limit is asked for
     * @param processes by stage
     */
    StageLimits(
            RunPolicy policy, Instant now, Map<String, StageState> stages, Map<String, List<StageProcess>> processes) {
        this.policy = policy;
        this.now = now;
        this.stages = stages;
        this.processes = processes;
    }

    /** What a stage's time limits say; empty while they are kept. */
    Optional<Stopping> overdue(String stage) {
        if (!(stages.get(stage) instanceof Active active)) {
            return Optional.empty();
        }
        if (active.runningSince().isPresent()) {
            return passed(active.runningSince().get(), policy.stage())
                    ? stop(active, "ran longer than spec.timeouts.stage allows (" + text(policy.stage()) + ")")
                    : Optional.empty();
        }
        String why = active.message().isEmpty() ? "" : ": " + active.message();
        return passed(waitsSince(stage, active), policy.pending())
                ? stop(active, "did not start within spec.timeouts.pending (" + text(policy.pending()) + ")" + why)
                : Optional.empty();
    }

    /** The next moment at which {@link #overdue} or a backoff changes something. */
    Optional<Instant> nextMoment(String stage) {
        StageState state = stages.get(stage);
        if (state instanceof Active active && active.runningSince().isPresent()) {
            return Optional.of(active.runningSince().get().plus(policy.stage()));
        }
        if (state instanceof Active active) {
            return Optional.of(waitsSince(stage, active).plus(policy.pending()));
        }
        return state instanceof BackingOff backingOff ? Optional.of(backingOff.until()) : Optional.empty();
    }

    /**
     * Who was held by a queue waits since it was let go, who has a node since it has it. Who has none may be waiting for the
     * room that other stages of the run take. That is not held against it: its time counts from the last start or end of
     * another stage, and not while one runs.
     */
    private Instant waitsSince(String stage, Active active) {
        Stream<Instant> later = placedAt(stage, active).map(Stream::of).orElseGet(() -> stages.entrySet().stream()
                .filter(other -> !other.getKey().equals(stage))
                .flatMap(other -> lastMove(other.getValue()).stream()));
        Stream<Instant> own = Stream.concat(
                Stream.of(active.since()), pending(stage, active).flatMap(phase -> phase.releasedAt().stream()));
        return Stream.concat(own, later).max(Instant::compareTo).orElseThrow();
    }

    private Optional<Instant> lastMove(StageState other) {
        if (other instanceof Active active) {
            return Optional.of(active.runningSince().isPresent() ? now : active.since());
        }
        if (other instanceof BackingOff) {
            return Optional.of(now);
        }
        return other instanceof Done done ? Optional.of(done.completedAt()) : Optional.empty();
    }

    private Optional<Instant> placedAt(String stage, Active active) {
        return pending(stage, active)
                .flatMap(phase -> phase.placedAt().stream())
                .findFirst();
    }

    private Stream<ProcessPhase.Pending> pending(String stage, Active active) {
        return phases(stage, active)
                .filter(ProcessPhase.Pending.class::isInstance)
                .map(ProcessPhase.Pending.class::cast);
    }

    private Stream<ProcessPhase> phases(String stage, Active active) {
        return processes.getOrDefault(stage, List.of()).stream()
                .filter(process -> process.attempt() == active.attempts().number())
                .map(StageProcess::phase);
    }

    private static Optional<Stopping> stop(Active active, String message) {
        return Optional.of(new Stopping(active.attempts(), StopReason.TIMED_OUT, message));
    }

    private boolean passed(Instant since, Duration limit) {
        return !now.isBefore(since.plus(limit));
    }

    /** {@code PT1H30M} as {@code 1h30m}. */
    static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
