package io.mlfd.run;

import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of a run between two looks at it: what status, or {@code run.json}, holds.
 *
 * @param stages in the plan's order
 * @param clock how long the run has been under way; empty before its first decision while it was not suspended
 * @param completedAt when it was complete or had failed
 * @param hindrance why a stage that is ready was not started, empty when nothing is in the way
 */
public record RunState(
        Map<String, StageState> stages,
        Optional<RunClock> clock,
        Optional<Instant> completedAt,
        Optional<Hindrance> hindrance) {
    public RunState {
        stages = Collections.unmodifiableMap(new LinkedHashMap<>(stages));
    }

    /** Nothing has happened yet. */
    public static RunState initial(Plan plan) {
        Map<String, StageState> stages = new LinkedHashMap<>();
        for (Stage stage : plan.stages()) {
            stages.put(stage.name(), new StageState.Waiting(Attempts.FIRST));
        }
        return new RunState(stages, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The first decision about the run while it was not suspended. */
    public Optional<Instant> startedAt() {
        return clock.map(RunClock::startedAt);
    }

    /** The state of a stage of the plan. */
    public StageState stage(String name) {
        StageState state = stages.get(name);
        if (state == null) {
            throw new IllegalArgumentException("no stage " + name);
        }
        return state;
    }

    public boolean complete() {
        return stages.values().stream().allMatch(StageState.Done.class::isInstance);
    }

    /** Whether a stage was given up. The run has failed once nothing is active any more. */
    public boolean anyFailed() {
        return stages.values().stream().anyMatch(StageState.Failed.class::isInstance);
    }

    public boolean anyProcess() {
        return stages.values().stream().anyMatch(StageState::occupiesPlace);
    }

    public long done() {
        return stages.values().stream()
                .filter(StageState.Done.class::isInstance)
                .count();
    }

    /**
     * The state from which a hand goes on whose processes all ended with it: what was under way is started again from
     * its last checkpoint, what was given up gets fresh budgets, what is done stays done.
     */
    public RunState continued() {
        Map<String, StageState> next = new LinkedHashMap<>();
        stages.forEach((name, state) -> next.put(name, continued(state)));
        return new RunState(next, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static StageState continued(StageState state) {
        if (state instanceof StageState.Done) {
            return state;
        }
        boolean used = !(state instanceof StageState.Waiting || state instanceof StageState.BackingOff);
        return new StageState.Waiting(new Attempts(state.attempts().number() + (used ? 1 : 0), 0, 0));
    }

    /**
     * The same after a time in which nothing ran, neither stages nor the hand: what is under way began so much later, and the
     * run's clock stood.
     */
    public RunState slept(Duration length) {
        Map<String, StageState> next = new LinkedHashMap<>();
        stages.forEach((name, state) -> next.put(
                name,
                state instanceof StageState.Active active
                        ? new StageState.Active(
                                active.attempts(),
                                active.since().plus(length),
                                active.runningSince().map(since -> since.plus(length)),
                                active.message())
                        : state));
        return new RunState(next, clock.map(running -> running.slept(length)), completedAt, hindrance);
    }

    /** The same run with one stage to be done again. */
    public RunState without(String doneStage) {
        Map<String, StageState> next = new LinkedHashMap<>(stages);
        next.put(doneStage, new StageState.Waiting(stage(doneStage).attempts().afterStop()));
        return new RunState(next, clock, Optional.empty(), hindrance);
    }

    /** Nothing is left to decide. */
    public boolean ended() {
        return completedAt.isPresent();
    }
}
