package io.mlfd.operator;

import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.plan.Problem;
import io.mlfd.status.StatusWriter;
import io.mlfd.status.StatusWriter.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The status of a run whose spec cannot be carried out (any more). */
final class RefusedStatus {
    private RefusedStatus() {}

    /** What a run's status becomes. */
    static MLFDRunStatus of(MLFDRun run, Refused why, List<Problem> problems, Instant now) {
        Optional<MLFDRunStatus> before = Optional.ofNullable(run.getStatus());
        MLFDRunStatus refused = StatusWriter.refused(
                why,
                run.getMetadata().getGeneration(),
                problems,
                before.map(MLFDRunStatus::conditions).orElse(List.of()),
                now);
        return after(before, refused);
    }

    /**
     * A run that was started keeps what is known of it: problems that come later (a duration of zero, a newer operator) must
     * not make finished stages train again. What came of a run that has ended stays as it is.
     *
     * @param before what was written last
     * @param refused that of a run which was never started
     */
    private static MLFDRunStatus after(Optional<MLFDRunStatus> before, MLFDRunStatus refused) {
        return before.filter(MLFDRunStatus::wasStarted)
                .map(old -> old.withConditions(
                        refused.observedGeneration(),
                        old.completionTime() == null ? refused.conditions() : onlyAccepted(old, refused)))
                .orElse(refused);
    }

    private static List<Condition> onlyAccepted(MLFDRunStatus old, MLFDRunStatus refused) {
        List<Condition> accepted = refused.conditions().stream()
                .filter(condition -> condition.type().equals("Accepted"))
                .toList();
        List<Condition> others = old.conditions().stream()
                .filter(condition -> !condition.type().equals("Accepted"))
                .toList();
        return Stream.concat(accepted.stream(), others.stream()).toList();
    }
}
