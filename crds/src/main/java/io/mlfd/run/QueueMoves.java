package io.mlfd.run;

import io.mlfd.plan.QueueChoice;
import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.StageState.Queued;
import io.mlfd.run.StageState.StopReason;
import io.mlfd.run.StageState.Stopping;
import java.util.List;
import java.util.Optional;

/** What a change of the run's queue means for processes that were made for another one. */
final class QueueMoves {
    private final String wanted;

    QueueMoves(RunPolicy policy) {
        this.wanted = policy.queue().map(QueueChoice::text).orElse("");
    }

    /** Nothing is lost with a process that waits in a queue: another one is made for the queue that is wanted now. */
    Optional<Stopping> move(StageState state, List<StageProcess> seen) {
        Optional<String> from = seen.stream()
                .filter(process -> process.phase() instanceof ProcessPhase.Queued)
                .reduce((older, newer) -> newer)
                .flatMap(this::elsewhere);
        return from.isPresent() && state instanceof Queued queued
                ? Optional.of(new Stopping(
                        queued.attempts(),
                        StopReason.SUSPENDED,
                        "moves from " + name(from.get()) + " to " + name(wanted)))
                : Optional.empty();
    }

    /** What the change has no effect on is told: a process that runs stays in the queue that let it go. Empty where there is nothing to say. */
    String notice(StageProcess running) {
        return elsewhere(running)
                .map(queue -> "runs in " + name(queue) + " until this attempt ends; spec.queue names " + name(wanted)
                        + " now")
                .orElse("");
    }

    private Optional<String> elsewhere(StageProcess process) {
        return process.queue().filter(queue -> !queue.equals(wanted));
    }

    private static String name(String queue) {
        return queue.isEmpty() ? "no queue" : "queue \"" + queue + "\"";
    }
}
