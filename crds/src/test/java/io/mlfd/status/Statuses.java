package io.mlfd.status;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageReport.Seconds;
import io.mlfd.plan.Plan;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Attempts;
import io.mlfd.run.Plans;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.StopReason;
import io.mlfd.run.StageState.Stopping;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs of two data sets as they are written into their status. */
final class Statuses {
    static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    /** Of {@link Plans#twoSets()}. */
    static final Plan PLAN = Plans.twoSets();

    static final RunPolicy RUNNING = Plans.policy(false, 2);
    static final RunPolicy SUSPENDED = Plans.policy(true, 2);
    static final StatusWriter WRITER = new StatusWriter((stage, attempt) -> "job-" + attempt, "claim");

    private Statuses() {}

    static MLFDRunStatus write(RunPolicy policy, RunState state, List<Condition> before, Instant now) {
        return WRITER.write(PLAN, policy, state, 7, before, now);
    }

    static RunState state(Map<String, StageState> some) {
        Map<String, StageState> stages =
                new LinkedHashMap<>(RunState.initial(PLAN).stages());
        stages.putAll(some);
        Optional<RunClock> clock = Optional.of(RunClock.start(T));
        RunState open = new RunState(stages, clock, Optional.empty(), Optional.empty());
        boolean ended = open.complete() || (open.anyFailed() && !open.anyProcess());
        return new RunState(stages, clock, ended ? Optional.of(T) : Optional.empty(), Optional.empty());
    }

    static Map<String, StageState> allDone() {
        Map<String, StageState> stages = new LinkedHashMap<>();
        for (Stage stage : PLAN.stages()) {
            stages.put(stage.name(), new Done(Attempts.FIRST, Optional.of(T), T, Optional.empty()));
        }
        return stages;
    }

    static StageState active(boolean running, String message) {
        return new Active(Attempts.FIRST, T, running ? Optional.of(T) : Optional.empty(), message);
    }

    static StageState stopping() {
        return new Stopping(Attempts.FIRST, StopReason.SUSPENDED, "the run is suspended");
    }

    static StageState failed() {
        return new Failed(new Attempts(4, 4, 0), T, "exit 1");
    }

    static StageState done(String stage, String dataset, int correct) {
        return done(List.of(Score.ofShare(stage, Output.ONLY, dataset, Metric.TOP1, Selection.LAST, correct, 100)));
    }

    /** @param scores of one stage, at least one */
    static StageState done(List<Score> scores) {
        StageReport report = new StageReport(
                StageReport.VERSION,
                scores.get(0).stage(),
                1,
                0,
                Optional.of("c0ffee"),
                true,
                scores,
                Optional.empty(),
                List.of(new StageReport.Weights(Output.ONLY, "abc")),
                Optional.of(new StageReport.Checkpoint(12, "def")),
                new Seconds(Optional.empty(), 0),
                "");
        return new Done(Attempts.FIRST, Optional.of(T), T, Optional.of(report));
    }

    static Condition condition(MLFDRunStatus status, String type) {
        return status.conditions().stream()
                .filter(c -> c.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
