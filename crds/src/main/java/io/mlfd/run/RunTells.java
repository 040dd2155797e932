package io.mlfd.run;

import io.mlfd.plan.Plan;
import io.mlfd.run.Action.Importance;
import io.mlfd.run.Action.Tell;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Queued;
import io.mlfd.run.StageState.Stopping;
import java.util.Optional;

/** What a run tells its users while it goes on: the words of its events. */
public final class RunTells {
    public static final String RUN_STARTED = "RunStarted";
    public static final String STAGE_STARTED = "StageStarted";
    public static final String STAGE_DONE = "StageDone";

    private RunTells() {}

    static Tell start(Plan plan) {
        return new Tell(Importance.NORMAL, RUN_STARTED, plan.stages().size() + " stages");
    }

    static Tell start(String stage, Attempts attempts) {
        return new Tell(
                Importance.NORMAL,
                STAGE_STARTED,
                attempts.number() == 1 ? stage : stage + ", attempt " + attempts.number());
    }

    static Tell stop(String stage, Stopping stopping) {
        return new Tell(Importance.NORMAL, "StageStopping", stage + ": " + stopping.message());
    }

    static Tell end(RunState last) {
        return last.complete()
                ? new Tell(Importance.NORMAL, "RunComplete", last.stages().size() + " stages done")
                : new Tell(
                        Importance.WARNING,
                        "RunFailed",
                        last.done() + " of " + last.stages().size() + " stages done");
    }

    /** Empty where nothing happened that a user would ask about. */
    static Optional<Tell> change(String stage, StageState old, StageState next) {
        if (next instanceof Done done && !(old instanceof Done)) {
            return Optional.of(done(stage, done));
        }
        if (next instanceof Failed failed && !(old instanceof Failed)) {
            return warning("StageFailed", stage + ": " + failed.message());
        }
        if (next.attempts().disruptions() > old.attempts().disruptions()) {
            return warning("StageDisrupted", stage + " " + disrupted(next));
        }
        if (next instanceof BackingOff backingOff && !(old instanceof BackingOff)) {
            return warning(
                    "StageRetried", stage + " is tried again at " + backingOff.until() + ": " + backingOff.message());
        }
        return Optional.empty();
    }

    private static String disrupted(StageState next) {
        String goesOn = next instanceof Queued
                ? "was sent back to its queue and goes on when it is let go"
                : "goes on as attempt " + next.attempts().number()
                        + (next instanceof BackingOff backingOff ? " at " + backingOff.until() : "");
        return goesOn
                + next.attempts().loss().map(loss -> ": " + loss.message()).orElse("");
    }

    /** A queue says that it can never let a stage go. */
    static Tell hopeless(String stage, Queued queued) {
        return new Tell(
                Importance.WARNING,
                "StageNeverFits",
                stage + " asks for more than its queue can give: " + queued.message());
    }

    private static Tell done(String stage, Done done) {
        boolean reused = done.report().map(report -> report.reused()).orElse(false);
        return new Tell(
                done.message().isEmpty() ? Importance.NORMAL : Importance.WARNING,
                STAGE_DONE,
                stage + (reused ? ", reused" : "") + (done.message().isEmpty() ? "" : ": " + done.message()));
    }

    private static Optional<Tell> warning(String reason, String message) {
        return Optional.of(new Tell(Importance.WARNING, reason, message));
    }
}
