package io.mlfd.run;

import io.mlfd.plan.PodDigest;
import io.mlfd.plan.Stage;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.StageState.StopReason;
import io.mlfd.run.StageState.Stopping;
import java.util.List;
import java.util.Optional;

/** What a change of pod settings means for processes that were made with others. */
final class PodMoves {
    private PodMoves() {}

    /** Nothing is lost with a process that has not run yet: another one is made with the settings that are wanted now. */
    static Optional<Stopping> move(Stage stage, StageState state, List<StageProcess> seen) {
        boolean other = seen.stream()
                .reduce((older, newer) -> newer)
                .filter(process -> process.attempt() == state.attempts().number())
                .filter(process -> process.phase() instanceof ProcessPhase.Queued
                        || process.phase() instanceof ProcessPhase.Pending)
                .flatMap(StageProcess::pod)
                .filter(digest -> !digest.equals(PodDigest.of(stage.pod())))
                .isPresent();
        return other && state.isUnderWay()
                ? Optional.of(new Stopping(
                        state.attempts(), StopReason.SUSPENDED, "is made anew with the pod settings that were changed"))
                : Optional.empty();
    }
}
