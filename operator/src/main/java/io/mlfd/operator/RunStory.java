package io.mlfd.operator;

import io.mlfd.run.Loss;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Queued;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.run.StageState.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happened between two states of a run, in the order in which it did. The same state twice tells nothing. */
final class RunStory {
    private final List<Line> lines = new ArrayList<>();

    private RunStory() {}

    /**
     * One transition.
     *
     * @param reason one word, that of events where there is one about it
     * @param message may be empty
     */
    record Line(Optional<Attempt> attempt, String reason, String message) {}

    /** Which attempt at which stage. */
    record Attempt(String stage, int number) {}

    static List<Line> between(RunState before, RunState after) {
        return new RunStory().tell(before, after);
    }

    private List<Line> tell(RunState before, RunState after) {
        boolean wentOn = isGoing(before);
        if (before.clock().isEmpty() && after.clock().isPresent()) {
            say("RunStarted", after.stages().size() + " stages");
        } else if (before.ended() && !after.ended()) {
            say("RunAgain", after.done() + " of " + after.stages().size() + " stages done");
        } else if (!wentOn && isGoing(after)) {
            say("RunResumed", "");
        } else if (wentOn && !isGoing(after) && !after.ended()) {
            say("RunSuspended", "");
        }
        after.stages().forEach((stage, next) -> tell(stage, before.stage(stage), next));
        if (after.ended() && !before.ended()) {
            say(
                    after.complete() ? "RunComplete" : "RunFailed",
                    after.done() + " of " + after.stages().size() + " stages done");
        }
        return List.copyOf(lines);
    }

    private static boolean isGoing(RunState state) {
        return state.clock().flatMap(RunClock::since).isPresent();
    }

    private void tell(String stage, StageState old, StageState next) {
        Attempt attempt = new Attempt(stage, next.attempts().number());
        ended(new Attempt(stage, old.attempts().number()), old, next);
        if (next.isUnderWay()) {
            boolean fresh = !old.isUnderWay()
                    || next.attempts().number() > old.attempts().number();
            if (fresh) {
                say(attempt, "StageStarted", "");
            }
            if (next instanceof Queued queued && (fresh || !(old instanceof Queued))) {
                say(attempt, "StageQueued", queued.message());
            }
            if (runs(next) && (fresh || !runs(old))) {
                say(attempt, "StageRunning", "");
            }
        } else if (next instanceof Stopping stopping && !(old instanceof Stopping)) {
            say(attempt, "StageStopping", stopping.message());
        } else if (next instanceof Done done && !(old instanceof Done)) {
            boolean reused = done.report().map(report -> report.reused()).orElse(false);
            say(attempt, "StageDone", reused ? joined("reused", done.message()) : done.message());
        } else if (next instanceof Failed failed && !(old instanceof Failed)) {
            say(attempt, "StageFailed", failed.message());
        }
    }

    private static boolean runs(StageState state) {
        return state instanceof Active active && active.runningSince().isPresent();
    }

    /** How the attempt before ended, where it was not the last. */
    private void ended(Attempt attempt, StageState old, StageState next) {
        if (next instanceof Failed) {
            return;
        }
        if (next.attempts().failures() > old.attempts().failures()) {
            say(
                    attempt,
                    "StageRetried",
                    next instanceof BackingOff backingOff
                            ? joined("tried again at " + backingOff.until(), backingOff.message())
                            : "");
        } else if (next.attempts().disruptions() > old.attempts().disruptions()) {
            say(
                    attempt,
                    "StageDisrupted",
                    joined(
                            next instanceof Queued
                                    ? "was sent back to its queue"
                                    : "goes on as attempt " + next.attempts().number(),
                            next.attempts().loss().map(Loss::message).orElse("")));
        } else if (old instanceof Stopping && next instanceof Waiting) {
            say(attempt, "StageStopped", "");
        }
    }

    private static String joined(String first, String second) {
        return second.isEmpty() ? first : first + ": " + second;
    }

    private void say(String reason, String message) {
        lines.add(new Line(Optional.empty(), reason, message));
    }

    private void say(Attempt attempt, String reason, String message) {
        lines.add(new Line(Optional.of(attempt), reason, message));
    }
}
