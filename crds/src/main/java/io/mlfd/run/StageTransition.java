package io.mlfd.run;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Queued;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.run.StageState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Folds what is seen of one stage's process into the stage's state. */
final class StageTransition {
    /** SIGTERM's default action (128 + 15): the process had not begun to listen yet, nothing is lost. */
    private static final int TERMINATED = 143;

    private static final String TAKEN_DOWN = "is being taken down; if its node is gone for good, ";

    private final RunPolicy policy;
    private final Instant now;

    StageTransition(RunPolicy policy, Instant now) {
        this.policy = policy;
        this.now = now;
    }

    /**
     * @param seen processes of this stage, by attempt. Where the creation of the newest was done and then forgotten, how
     *     those before it ended has still to be counted; that they were not the last has been decided, however.
     */
    StageState fold(StageState state, List<StageProcess> seen) {
        StageState folded = state;
        for (int i = 0; i < seen.size(); i++) {
            StageState next = fold(folded, seen.get(i));
            boolean ends = next instanceof Done || next instanceof Failed;
            folded = ends && i < seen.size() - 1 ? folded : next;
        }
        return folded;
    }

    private StageState fold(StageState state, StageProcess process) {
        if (state instanceof Done || state instanceof Failed) {
            return state;
        }
        if (process.attempt() < state.attempts().number()) {
            return state;
        }
        Attempts attempts = state.attempts().at(process.attempt());
        // A newer attempt than was remembered: its creation was done and then forgotten, so the one before is over.
        return process.attempt() > state.attempts().number()
                ? fold(new Waiting(attempts), attempts, process)
                : fold(state, attempts, process);
    }

    private StageState fold(StageState state, Attempts attempts, StageProcess process) {
        ProcessPhase phase = process.phase();
        if (phase instanceof ProcessPhase.Pending pending) {
            return state instanceof Stopping || ranAndSaysNothing(state, process, pending)
                    ? state
                    : new Active(attempts, since(state, process, pending), Optional.empty(), pending.message());
        }
        if (phase instanceof ProcessPhase.Queued queued) {
            return state instanceof Stopping ? state : queued(state, attempts, process, queued);
        }
        if (phase instanceof ProcessPhase.Running running) {
            return state instanceof Stopping
                    ? state
                    : new Active(
                            attempts,
                            process.createdAt(),
                            Optional.of(running.since()),
                            new QueueMoves(policy).notice(process));
        }
        if (phase instanceof ProcessPhase.Terminating terminating) {
            return terminating(state, attempts, process, terminating);
        }
        if (phase instanceof ProcessPhase.Orphaned orphaned) {
            return state instanceof Stopping
                    ? state
                    : new Active(attempts, since(state, process), Optional.empty(), orphaned.message());
        }
        if (phase instanceof ProcessPhase.Ended ended) {
            return ended(state, attempts, process, ended);
        }
        if (phase instanceof ProcessPhase.Vanished) {
            return vanished(state, attempts);
        }
        throw new IllegalArgumentException("unknown phase: " + phase);
    }

    /**
     * Who should be gone and is not counts as lost after a time: limits and suspensions hold, and nothing more follows from
     * it. Its folder is free only when it is certainly gone.
     */
    private StageState terminating(
            StageState state, Attempts attempts, StageProcess process, ProcessPhase.Terminating seen) {
        Attempts told = attempts.reached(seen.checkpoint());
        boolean overdue =
                seen.due().filter(due -> !now.isBefore(due.plus(policy.lost()))).isPresent();
        if (state instanceof Stopping stopping) {
            return overdue ? stopped(stopping, told, now) : new Stopping(told, stopping.reason(), stopping.message());
        }
        String why = seen.message().isEmpty() ? "" : " (" + seen.message() + ")";
        if (overdue) {
            return disrupted(
                    told,
                    new Loss(
                            told.number(),
                            "NodeLost: its pod should be gone since "
                                    + seen.due().get() + why));
        }
        Attempts taken = seen.message().isEmpty() ? told : told.taken(new Loss(told.number(), seen.message()));
        String message = TAKEN_DOWN + seen.remedy() + why;
        return state instanceof Active active
                ? new Active(taken, active.since(), active.runningSince(), message)
                : new Active(taken, process.createdAt(), Optional.empty(), message);
    }

    /** Who had run was sent back: that is a disruption, though the same attempt goes on. */
    private StageState queued(StageState state, Attempts attempts, StageProcess process, ProcessPhase.Queued queued) {
        if (state instanceof Queued before && isOf(process, before)) {
            return new Queued(attempts, before.since(), queued.message());
        }
        boolean ran = state instanceof Active active
                && isOf(process, active)
                && active.runningSince().isPresent();
        Loss lost = new Loss(attempts.number(), queued.message());
        return ran
                ? new Queued(attempts.sentBack(lost), now, queued.message())
                : new Queued(attempts, process.createdAt(), queued.message());
    }

    private static boolean isOf(StageProcess process, StageState state) {
        return state.attempts().number() == process.attempt();
    }

    /** A pod is gone before its Job says that it has failed: what was lost in between has run, and does not wait. */
    private static boolean ranAndSaysNothing(StageState state, StageProcess process, ProcessPhase.Pending pending) {
        return state instanceof Active active
                && active.attempts().number() == process.attempt()
                && active.runningSince().isPresent()
                && pending.message().isEmpty();
    }

    /**
     * What was remembered of a start stands, so that a clock a second apart does not change the status. An attempt that has
     * run already, and waits again, waits from now on: the time it ran must not be held against {@code timeouts.pending}. Nor
     * must the time in a queue.
     */
    private Instant since(StageState state, StageProcess process, ProcessPhase.Pending pending) {
        if (state instanceof Queued queued && isOf(process, queued)) {
            return pending.releasedAt().orElse(now);
        }
        return since(state, process);
    }

    private Instant since(StageState state, StageProcess process) {
        if (!(state instanceof Active active) || !isOf(process, active)) {
            return process.createdAt();
        }
        return active.runningSince().isPresent() ? now : active.since();
    }

    private StageState ended(StageState state, Attempts before, StageProcess process, ProcessPhase.Ended ended) {
        Ending ending = ended.ending();
        OptionalInt exit = ending.exit();
        Attempts attempts = before.reached(ending.report().flatMap(StageReport::checkpoint));
        boolean silent = ending.cause() == EndCause.NO_REPORT;
        if (!silent && exit.isPresent() && exit.getAsInt() == ExitCode.DONE.status()) {
            Instant started = state instanceof Active active
                    ? active.runningSince().orElse(process.createdAt())
                    : process.createdAt();
            return new Done(attempts, Optional.of(started), ended.at(), ending.report(), ending.message());
        }
        if (exit.isPresent() && isFinal(exit.getAsInt())) {
            return new Failed(attempts, ended.at(), ending.message());
        }
        if (state instanceof Stopping stopping) {
            return stopped(stopping, attempts, ended.at());
        }
        if (!lost(ending)) {
            return failed(attempts, ending.message());
        }
        StageState next = disrupted(attempts, loss(attempts, ending));
        // A pod that its node rejects would be sent there again at once, for as long as it does.
        return next instanceof Waiting waiting && neverRan(state, ending)
                ? backingOff(waiting.attempts(), waiting.attempts().inVain())
                : next;
    }

    /** What was said while it was taken away is better than nothing, which is what is left of a pod that is gone. */
    private static Loss loss(Attempts attempts, Ending ending) {
        return attempts.loss()
                .filter(heard ->
                        heard.attempt() == attempts.number() && ending.exit().isEmpty())
                .orElseGet(() -> new Loss(attempts.number(), ending.message()));
    }

    private static boolean neverRan(StageState state, Ending ending) {
        boolean waited = state instanceof Queued
                || (state instanceof Active active && active.runningSince().isEmpty());
        return ending.exit().isEmpty() && waited;
    }

    private StageState vanished(StageState state, Attempts attempts) {
        if (state instanceof Stopping stopping) {
            return stopped(stopping, attempts, now);
        }
        return state.isUnderWay()
                ? disrupted(
                        attempts,
                        attempts.loss()
                                .filter(heard -> heard.attempt() == attempts.number())
                                .orElseGet(() -> new Loss(attempts.number(), "Deleted: its process was taken away")))
                : state;
    }

    private StageState stopped(Stopping stopping, Attempts attempts, Instant at) {
        return switch (stopping.reason()) {
            case SUSPENDED -> new Waiting(attempts.afterStop());
            case TIMED_OUT -> new Failed(attempts, at, stopping.message());
        };
    }

    private static boolean isFinal(int exit) {
        return ExitCode.of(exit).map(code -> !code.retriable()).orElse(false);
    }

    /** Whether the attempt was lost to somebody else's doing: then it may be repeated at once. */
    private static boolean lost(Ending ending) {
        return switch (ending.cause()) {
            case OUT_OF_MEMORY, OVER_LIMIT, NO_REPORT -> false;
            case DISRUPTION -> true;
            case ITSELF -> wasTaken(ending);
        };
    }

    private static boolean wasTaken(Ending ending) {
        return ending.exit().isEmpty()
                || ending.exit().getAsInt() == ExitCode.STOPPED.status()
                || ending.exit().getAsInt() == TERMINATED;
    }

    /** Once may be chance. Who is lost again without having got any further would be lost again at once. */
    private StageState disrupted(Attempts attempts, Loss lost) {
        Attempts next = attempts.afterDisruption(lost);
        if (policy.disruptions().isPresent()
                && next.inVain() > policy.disruptions().getAsInt()) {
            return new Failed(
                    attempts,
                    now,
                    "was disrupted " + next.inVain()
                            + " times without a later checkpoint, spec.retries.disruptions allows "
                            + policy.disruptions().getAsInt() + "; the last time: " + lost.message());
        }
        return next.inVain() < 2 ? new Waiting(next) : backingOff(next, next.inVain() - 1);
    }

    private BackingOff backingOff(Attempts next, int times) {
        return new BackingOff(
                next, now.plus(backoff(times)), next.loss().map(Loss::message).orElse(""));
    }

    private StageState failed(Attempts attempts, String message) {
        Attempts next = attempts.afterFailure();
        return next.failures() > policy.failures()
                ? new Failed(
                        attempts,
                        now,
                        "failed " + next.failures() + " times, spec.retries.failures allows " + policy.failures()
                                + "; the last time: " + message)
                : new BackingOff(next, now.plus(backoff(next.failures())), message);
    }

    /** @param times how often the attempts at the stage have ended so */
    private Duration backoff(int times) {
        Duration wait = policy.backoffInitial();
        for (int i = 1; i < times && wait.compareTo(policy.backoffMax()) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(policy.backoffMax()) < 0 ? wait : policy.backoffMax();
    }
}
