package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.plan.Plan;
import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.Observation.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A world for the machine: processes that do what the test says, and a clock that the test turns. */
final class Simulation {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final Plan plan;
    RunPolicy policy;
    RunState state;
    Instant now = START;
    Volume volume = new Volume.Usable();
    final Map<String, StageProcess> processes = new LinkedHashMap<>();
    final List<Action> history = new ArrayList<>();

    Simulation(Plan plan, RunPolicy policy) {
        this.plan = plan;
        this.policy = policy;
        this.state = RunState.initial(plan);
    }

    /** Looks once and does what follows; the state is forgotten afterwards when {@code crash}. */
    Decision look(boolean crash) {
        Decision decision = RunMachine.decide(plan, policy, state, observation());
        decision.actions().forEach(this::act);
        if (!crash) {
            state = decision.next();
        }
        return decision;
    }

    Decision look() {
        return look(false);
    }

    Observation observation() {
        return new Observation(List.copyOf(processes.values()), volume, now);
    }

    private void act(Action action) {
        history.add(action);
        if (action instanceof StartStage start) {
            String key = key(start.stage().name(), start.attempt());
            StageProcess created = new StageProcess(
                    start.stage().name(),
                    start.attempt(),
                    now,
                    new ProcessPhase.Pending("", Optional.empty(), Optional.empty()));
            processes.merge(key, created, (old, fresh) -> old.phase() instanceof ProcessPhase.Vanished ? fresh : old);
        } else if (action instanceof StopStage stop) {
            String key = key(stop.stage().name(), stop.attempt());
            processes.computeIfPresent(key, (k, p) -> with(p, new ProcessPhase.Terminating()));
        } else if (action instanceof Action.PrepareVolume) {
            volume = new Volume.Usable();
        }
    }

    void run(String stage) {
        change(stage, new ProcessPhase.Running(now));
    }

    void end(String stage, int exit) {
        end(stage, exit, EndCause.ITSELF);
    }

    void end(String stage, int exit, EndCause cause) {
        Ending ending = new Ending(OptionalInt.of(exit), cause, "exit " + exit, Optional.empty());
        change(stage, new ProcessPhase.Ended(now, ending));
    }

    void vanish(String stage) {
        change(stage, new ProcessPhase.Vanished());
    }

    void change(String stage, ProcessPhase phase) {
        StageProcess newest = newest(stage);
        processes.put(key(stage, newest.attempt()), with(newest, phase));
    }

    StageProcess newest(String stage) {
        return processes.values().stream()
                .filter(process -> process.stage().equals(stage))
                .reduce((a, b) -> a.attempt() > b.attempt() ? a : b)
                .orElseThrow(() -> new AssertionError("no process of " + stage + " in " + processes.keySet()));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    List<StartStage> starts(String stage) {
        return history.stream()
                .filter(StartStage.class::isInstance)
                .map(StartStage.class::cast)
                .filter(start -> start.stage().name().equals(stage))
                .toList();
    }

    /** Looks, and holds it to that these stages are started, no others; they run then. */
    void startedNow(String... stages) {
        Decision decision = look();
        assertThat(decision.actions())
                .filteredOn(StartStage.class::isInstance)
                .extracting(action -> ((StartStage) action).stage().name())
                .containsExactlyInAnyOrder(stages);
        for (String stage : stages) {
            run(stage);
        }
    }

    private static StageProcess with(StageProcess process, ProcessPhase phase) {
        return new StageProcess(process.stage(), process.attempt(), process.createdAt(), phase);
    }

    private static String key(String stage, int attempt) {
        return stage + "#" + attempt;
    }
}
