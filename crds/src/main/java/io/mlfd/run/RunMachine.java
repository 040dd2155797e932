package io.mlfd.run;

import io.mlfd.plan.Plan;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import io.mlfd.run.Action.PrepareVolume;
import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.Observation.Volume;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Queued;
import io.mlfd.run.StageState.StopReason;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.run.StageState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides what follows from a look at a run. */
public final class RunMachine {
    /** Stages that a message names. */
    private static final int NAMED = 5;

    private RunMachine() {}

    /**
     * Pure and total. Deciding again on the same input gives the same decision, and deciding on the next state with the
     * same observation starts nothing again.
     */
    public static Decision decide(Plan plan, RunPolicy policy, RunState state, Observation seen) {
        return state.ended()
                ? new Decision(state, List.of(), Optional.empty())
                : new Look(plan, policy, state, seen).decide();
    }

    /** One look: collects the next state and the actions. */
    private static final class Look {
        private final Plan plan;
        private final RunPolicy policy;
        private final RunState before;
        private final Observation seen;
        private final StageTransition transition;
        private final StageLimits limits;
        private final Leftovers leftovers;
        private final Map<String, StageState> stages;
        /** By stage, and there by attempt, the newest last. */
        private final Map<String, List<StageProcess>> processes;

        private final List<Action> actions = new ArrayList<>();
        private final Optional<RunClock> clock;
        private Optional<Hindrance> hindrance = Optional.empty();

        Look(Plan plan, RunPolicy policy, RunState before, Observation seen) {
            this.plan = plan;
            this.policy = policy;
            this.before = before;
            this.seen = seen;
            this.transition = new StageTransition(policy, seen.now());
            this.leftovers = new Leftovers(policy, seen.now());
            this.stages = new LinkedHashMap<>(before.stages());
            this.processes = seen.processes().stream()
                    .sorted(Comparator.comparingInt(StageProcess::attempt))
                    .collect(Collectors.groupingBy(StageProcess::stage));
            this.limits = new StageLimits(policy, seen.now(), stages, processes);
            this.clock = policy.suspend()
                    ? before.clock().map(running -> running.standing(seen.now()))
                    : Optional.of(before.clock()
                            .map(stood -> stood.going(seen.now()))
                            .orElseGet(() -> RunClock.start(seen.now())));
        }

        Decision decide() {
            if (before.clock().isEmpty() && clock.isPresent()) {
                actions.add(RunTells.start(plan));
            }
            plan.stages().forEach(this::fold);
            plan.stages().forEach(this::stopAgain);
            plan.stages().forEach(this::clearAway);
            plan.stages().forEach(this::stopOverdue);
            if (policy.suspend()) {
                plan.stages().forEach(this::suspend);
            } else {
                plan.stages().forEach(this::makeAnew);
                if (mayStart()) {
                    startReady();
                }
            }
            Optional<Instant> completedAt = ended() ? Optional.of(seen.now()) : Optional.empty();
            RunState next = new RunState(
                    stages,
                    completedAt.isEmpty() ? clock : clock.map(running -> running.standing(seen.now())),
                    completedAt,
                    hindrance);
            if (completedAt.isPresent()) {
                actions.add(RunTells.end(next));
            }
            return new Decision(next, actions, completedAt.isPresent() ? Optional.empty() : wakeUp());
        }

        private void fold(Stage stage) {
            StageState old = stages.get(stage.name());
            StageState folded = transition.fold(old, processes(stage));
            stages.put(stage.name(), folded);
            RunTells.change(stage.name(), old, folded).ifPresent(actions::add);
            boolean hopeless = processes(stage).stream()
                    .anyMatch(process -> process.phase() instanceof ProcessPhase.Queued queued && queued.hopeless());
            if (hopeless && folded instanceof Queued queued && !told(old, queued)) {
                actions.add(RunTells.hopeless(stage.name(), queued));
            }
        }

        private static boolean told(StageState old, Queued queued) {
            return old instanceof Queued before && before.message().equals(queued.message());
        }

        private List<StageProcess> processes(Stage stage) {
            return processes.getOrDefault(stage.name(), List.of());
        }

        /** The hand may have died between remembering a stop and carrying it out. */
        private void stopAgain(Stage stage) {
            List<StageProcess> own = processes(stage);
            boolean untold = !own.isEmpty() && Leftovers.mayRun(own.get(own.size() - 1));
            if (untold && stages.get(stage.name()) instanceof Stopping stopping) {
                actions.add(new StopStage(stage, stopping.attempts().number()));
            }
        }

        private void clearAway(Stage stage) {
            actions.addAll(leftovers.toTakeDown(stage, stages.get(stage.name()), processes(stage)));
            leftovers.late(stage, processes(stage)).forEach(line -> hinders(Hindrance.Kind.OCCUPIED, line));
        }

        private void stopOverdue(Stage stage) {
            StageState state = stages.get(stage.name());
            Optional<Stopping> overdue = runOverdue() && state.isUnderWay()
                    ? Optional.of(new Stopping(state.attempts(), StopReason.TIMED_OUT, runOverdueMessage()))
                    : limits.overdue(stage.name());
            overdue.ifPresent(stopping -> stop(stage, stopping));
            if (runOverdue() && stages.get(stage.name()).waits()) {
                fail(stage, runOverdueMessage());
            }
        }

        private boolean runOverdue() {
            return wasUnderWayFor(policy.run());
        }

        /** Never while the run is suspended: its clock stands. */
        private boolean wasUnderWayFor(Duration limit) {
            return clock.flatMap(running -> running.reaches(limit))
                    .filter(moment -> !seen.now().isBefore(moment))
                    .isPresent();
        }

        private String runOverdueMessage() {
            return "the run took longer than spec.timeouts.run allows (" + StageLimits.text(policy.run()) + ")";
        }

        private void suspend(Stage stage) {
            StageState state = stages.get(stage.name());
            if (state.isUnderWay()) {
                stop(stage, new Stopping(state.attempts(), StopReason.SUSPENDED, "the run is suspended"));
            }
        }

        private void makeAnew(Stage stage) {
            StageState state = stages.get(stage.name());
            new QueueMoves(policy)
                    .move(state, processes(stage))
                    .or(() -> PodMoves.move(stage, state, processes(stage)))
                    .ifPresent(stopping -> stop(stage, stopping));
        }

        private void stop(Stage stage, Stopping stopping) {
            stages.put(stage.name(), stopping);
            actions.add(new StopStage(stage, stopping.attempts().number()));
            actions.add(RunTells.stop(stage.name(), stopping));
        }

        private void fail(Stage stage, String message) {
            StageState.Failed failed =
                    new StageState.Failed(stages.get(stage.name()).attempts(), seen.now(), message);
            RunTells.change(stage.name(), stages.put(stage.name(), failed), failed)
                    .ifPresent(actions::add);
        }

        /** Whether stages may be started at all: a failed run starts nothing, and files need a place. */
        private boolean mayStart() {
            if (anyFailed()) {
                return false;
            }
            if (seen.volume() instanceof Volume.Absent) {
                return mayMakeVolume();
            }
            if (seen.volume() instanceof Volume.Unusable unusable) {
                lacksVolume(plan.stages().get(0), unusable.message());
                return false;
            }
            return true;
        }

        private void lacksVolume(Stage stage, String message) {
            hinders(Hindrance.Kind.VOLUME, message);
            if (wasUnderWayFor(policy.pending()) && nothingEverStarted()) {
                fail(
                        stage,
                        message + " (waited for spec.timeouts.pending, " + StageLimits.text(policy.pending()) + ")");
            }
        }

        private void hinders(Hindrance.Kind kind, String message) {
            Hindrance found = new Hindrance(kind, message);
            hindrance = Optional.of(hindrance.map(before -> before.and(found)).orElse(found));
        }

        /** A volume that held finished stages cannot be made again: an empty one would lack what every later stage reads. */
        private boolean mayMakeVolume() {
            List<String> finished = plan.stages().stream()
                    .map(Stage::name)
                    .filter(name -> stages.get(name) instanceof Done)
                    .toList();
            if (finished.isEmpty()) {
                actions.add(new PrepareVolume());
                return true;
            }
            String message = "the run's volume is gone; make a new run (finished stages were on it: "
                    + String.join(", ", finished.subList(0, Math.min(NAMED, finished.size())))
                    + (finished.size() > NAMED ? " and " + (finished.size() - NAMED) + " more" : "") + ")";
            plan.stages().stream()
                    .filter(stage -> stages.get(stage.name()).waits())
                    .findFirst()
                    .ifPresent(stage -> fail(stage, message));
            return false;
        }

        private boolean nothingEverStarted() {
            return stages.values().stream()
                    .allMatch(s -> s instanceof Waiting && s.attempts().number() == 1);
        }

        private void startReady() {
            long room = policy.parallelism()
                    - stages.values().stream().filter(StageState::occupiesPlace).count();
            for (Stage stage : plan.stages()) {
                if (room > 0 && ready(stage)) {
                    if (seen.blocked().containsKey(stage.name())) {
                        lacksVolume(stage, seen.blocked().get(stage.name()));
                        if (anyFailed()) {
                            return;
                        }
                    } else {
                        start(stage);
                        room--;
                    }
                }
            }
        }

        private boolean ready(Stage stage) {
            StageState state = stages.get(stage.name());
            boolean free = state instanceof Waiting
                    || (state instanceof BackingOff backingOff && !seen.now().isBefore(backingOff.until()));
            if (!free || !stage.inputNames().stream().allMatch(i -> stages.get(i) instanceof Done)) {
                return false;
            }
            if (processes(stage).stream().anyMatch(process -> process.attempt() == StageProcess.FOREIGN)) {
                hinders(
                        Hindrance.Kind.OCCUPIED,
                        stage.name() + " waits: a pod of an earlier run of this name may still write to its folder");
            }
            return !stillThere(stage);
        }

        /** Two processes never share a stage's folder, so an attempt waits until the one before is gone. */
        private boolean stillThere(Stage stage) {
            return processes(stage).stream()
                    .anyMatch(process -> !(process.phase() instanceof ProcessPhase.Ended)
                            && !(process.phase() instanceof ProcessPhase.Vanished));
        }

        private void start(Stage stage) {
            Attempts attempts = stages.get(stage.name()).attempts();
            actions.add(new StartStage(stage, attempts.number()));
            stages.put(stage.name(), new Active(attempts, seen.now(), Optional.empty(), ""));
            actions.add(RunTells.start(stage.name(), attempts));
        }

        private boolean ended() {
            boolean allDone = stages.values().stream().allMatch(Done.class::isInstance);
            boolean anyProcess = stages.values().stream().anyMatch(StageState::occupiesPlace);
            return allDone || (anyFailed() && !anyProcess);
        }

        private boolean anyFailed() {
            return stages.values().stream().anyMatch(StageState.Failed.class::isInstance);
        }

        private Optional<Instant> wakeUp() {
            List<Instant> moments = new ArrayList<>();
            leftovers.moments(seen.processes()).forEach(moments::add);
            stages.keySet().forEach(stage -> limits.nextMoment(stage).ifPresent(moments::add));
            clock.flatMap(running -> running.reaches(policy.run())).ifPresent(moments::add);
            if (seen.volume() instanceof Volume.Unusable || !seen.blocked().isEmpty()) {
                clock.flatMap(running -> running.reaches(policy.pending())).ifPresent(moments::add);
            }
            return moments.stream().filter(moment -> moment.isAfter(seen.now())).min(Comparator.naturalOrder());
        }
    }
}
