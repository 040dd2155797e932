package io.mlfd.status;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads a run's state back from its status. */
public final class StatusReader {
    /**
     * @throws StatusException when the status is not one of this plan: other stages, other plan keys, or values that this
     *     program's {@link StatusWriter} never writes
     */
    public RunState read(Plan plan, MLFDRunStatus status) {
        if (status.stages().isEmpty()) {
            return RunState.initial(plan);
        }
        Map<String, StageStatus> byName = new HashMap<>();
        status.stages().forEach(stage -> byName.put(stage.name(), stage));
        Map<String, StageState> stages = new LinkedHashMap<>();
        for (Stage stage : plan.stages()) {
            StageStatus written = byName.get(stage.name());
            if (written == null) {
                throw new StatusException("status has no stage " + stage.name());
            }
            if (!stage.planKey().equals(written.planKey())) {
                throw new StatusException("status.stages[" + stage.name() + "].planKey is of another spec");
            }
            stages.put(stage.name(), new StageReading(written).state());
        }
        return new RunState(
                stages,
                clock(status),
                StatusValue.time("status.completionTime", status.completionTime()),
                Optional.empty());
    }

    private static Optional<RunClock> clock(MLFDRunStatus status) {
        Optional<Instant> started = StatusValue.time("status.startTime", status.startTime());
        if (status.activeSeconds() == null) {
            // Written by an operator whose clock did not stand still.
            return started.map(RunClock::start);
        }
        Optional<Instant> since = StatusValue.time("status.activeSince", status.activeSince());
        StatusValue<Long> seconds = StatusValue.of("status.activeSeconds", status.activeSeconds());
        return started.map(first -> seconds.as(ran -> clock(first, Duration.ofSeconds(ran), since)));
    }

    private static RunClock clock(Instant first, Duration ran, Optional<Instant> since) {
        if (first.plus(ran).isBefore(first)) {
            throw new IllegalArgumentException(ran.toString());
        }
        return new RunClock(first, ran, since);
    }

    /** A status that another program wrote, or that is of another spec. The message is one line and names the field. */
    public static final class StatusException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StatusException(String message) {
            super(message);
        }
    }
}
