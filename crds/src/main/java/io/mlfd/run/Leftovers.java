package io.mlfd.run;

import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.StageState.Stopping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Processes that are there and should not be: what is to be taken down, and what people have to see to. */
final class Leftovers {
    /** Within it, whoever was told to end is not late: clocks differ, and kubelets have much to do. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final RunPolicy policy;
    private final Instant now;

    Leftovers(RunPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    /** What nobody looks after any more, what is left of a stage that has ended, and what comes back after it counted as lost. */
    List<StopStage> toTakeDown(Stage stage, StageState state, List<StageProcess> seen) {
        return seen.stream()
                .filter(process -> isBack(state, process) || (isLeft(process) && !(state instanceof Stopping)))
                .map(process -> new StopStage(stage, process.attempt()))
                .toList();
    }

    private static boolean isBack(StageState state, StageProcess process) {
        return process.attempt() != StageProcess.FOREIGN
                && process.attempt() < state.attempts().number()
                && mayRun(process);
    }

    private static boolean isLeft(StageProcess process) {
        return process.phase() instanceof ProcessPhase.Orphaned
                || (process.phase() instanceof ProcessPhase.Ended ended && ended.lingers());
    }

    /** Whether it runs, or will unless it is told to end. */
    static boolean mayRun(StageProcess process) {
        ProcessPhase phase = process.phase();
        return phase instanceof ProcessPhase.Orphaned
                || phase instanceof ProcessPhase.Queued
                || phase instanceof ProcessPhase.Pending
                || phase instanceof ProcessPhase.Running;
    }

    /** One line for each that should be gone and is not, with what to do about it. */
    List<String> late(Stage stage, List<StageProcess> seen) {
        return seen.stream().flatMap(process -> late(stage, process)).toList();
    }

    private Stream<String> late(Stage stage, StageProcess process) {
        return process.phase() instanceof ProcessPhase.Terminating stuck
                ? stuck.due().filter(due -> !now.isBefore(due.plus(SLACK))).stream()
                        .map(due -> stage.name() + ": attempt " + process.attempt() + " should be gone since " + due
                                + "; if its node is gone for good, " + stuck.remedy())
                : Stream.empty();
    }

    /** When something about them changes although nothing is seen to. */
    Stream<Instant> moments(List<StageProcess> seen) {
        return seen.stream()
                .flatMap(process -> process.phase() instanceof ProcessPhase.Terminating stuck
                        ? stuck.due().stream()
                        : Stream.empty())
                .flatMap(due -> Stream.of(due.plus(SLACK), due.plus(policy.lost())));
    }
}
