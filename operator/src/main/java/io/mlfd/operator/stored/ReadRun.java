package io.mlfd.operator.stored;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.plan.Problem;
import io.mlfd.plan.StoredReader;
import io.mlfd.plan.StoredReader.Reading;
import io.mlfd.status.StatusWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What this operator understands of a run.
 *
 * @param run without what is named beside
 * @param unknown fields of the spec that this operator does not have
 * @param unreadable values of spec and status that mean nothing to it and that decisions hang on
 */
public record ReadRun(MLFDRun run, List<Problem> unknown, List<Problem> unreadable) {
    private static final StoredReader READER = new StoredReader();

    /** These follow from the rest of the status: what another release made of them is written over. */
    private static final Set<String> DERIVED =
            Set.of("phase", "conditions", "stagesDone", "current", "meanGain", "volume", "results", "summary");

    private static final String RETENTION = "spec.retention";

    public ReadRun {
        unknown = List.copyOf(unknown);
        unreadable = List.copyOf(unreadable);
    }

    /** Total: any stored object gives one. */
    public static ReadRun of(StoredRun stored) {
        Optional<Reading<MLFDRunSpec>> spec = read("spec", stored.getSpec(), MLFDRunSpec.class);
        Optional<Reading<MLFDRunStatus>> status = read("status", stored.getStatus(), MLFDRunStatus.class);
        List<Problem> unreadable = new ArrayList<>();
        spec.ifPresent(reading -> unreadable.addAll(reading.unreadable()));
        status.ifPresent(reading -> reading.unreadable().stream()
                .filter(problem -> !isDerived(problem.path()))
                .forEach(unreadable::add));
        MLFDRun run = new MLFDRun();
        run.setMetadata(stored.getMetadata());
        run.setSpec(spec.flatMap(Reading::value).orElse(null));
        run.setStatus(status.flatMap(Reading::value).orElse(null));
        return new ReadRun(run, spec.map(Reading::unknown).orElse(List.of()), unreadable);
    }

    /**
     * Whether fields of a run under way may be missing because the watch that showed it is older than their definition: when its
     * spec has changed, and when the status names some of which nothing is seen.
     */
    public boolean mayBeCut() {
        MLFDRunStatus status = run.getStatus();
        return status != null
                && status.wasStarted()
                && unknown.isEmpty()
                && (!run.getMetadata().getGeneration().equals(status.observedGeneration())
                        || status.conditions().stream()
                                .anyMatch(condition -> StatusWriter.UNKNOWN_FIELDS.equals(condition.reason())));
    }

    /** Whether all is known that the spec says about what is kept; a later release may ask to keep more. */
    public boolean retentionIsKnown() {
        return run.getSpec() != null
                && unreadable.isEmpty()
                && unknown.stream().noneMatch(problem -> problem.path().startsWith(RETENTION));
    }

    /** Whether both are the same run with the same spec, seen by anyone. */
    public boolean asksTheSame(ReadRun other) {
        return run.getMetadata().getUid().equals(other.run.getMetadata().getUid())
                && Objects.equals(run.getSpec(), other.run.getSpec())
                && unknown.equals(other.unknown)
                && unreadable.equals(other.unreadable);
    }

    private static <T> Optional<Reading<T>> read(String name, JsonNode storedOrNull, Class<T> type) {
        return Optional.ofNullable(storedOrNull)
                .filter(stored -> !stored.isNull())
                .map(stored -> READER.read(name, stored, type));
    }

    private static boolean isDerived(String path) {
        String field = path.substring(path.indexOf('.') + 1).split("[.\\[]", 2)[0];
        return DERIVED.contains(field);
    }
}
