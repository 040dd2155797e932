package io.mlfd.operator.observe;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.mlfd.operator.build.Labels;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a Job says about itself. */
public final class JobFacts {
    private static final String SUSPENDED = "Suspended";

    private final Job job;

    public JobFacts(Job job) {
        this.job = job;
    }

    /** The stage that it is of; empty where it does not say. */
    public Optional<String> stage() {
        return Optional.ofNullable(job.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Labels.STAGE));
    }

    /** Which attempt it is; empty where it does not say. */
    public OptionalInt attempt() {
        String text = Optional.ofNullable(job.getMetadata().getLabels())
                .map((Map<String, String> labels) -> labels.get(Labels.ATTEMPT))
                .orElse("");
        return text.matches("[1-9][0-9]{0,8}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    /** When it ended; empty for one that has not. */
    public Optional<Instant> endedAt() {
        return condition("Complete").or(() -> condition("Failed")).map(condition -> Times.parse(
                        condition.getLastTransitionTime())
                .or(() -> Times.parse(job.getMetadata().getCreationTimestamp()))
                .orElse(Instant.EPOCH));
    }

    /** Since when it is held; empty for one that is not. */
    public Optional<Instant> heldSince() {
        return suspended()
                ? condition(SUSPENDED)
                        .flatMap(condition -> Times.parse(condition.getLastTransitionTime()))
                        .or(() -> Times.parse(job.getMetadata().getCreationTimestamp()))
                : Optional.empty();
    }

    /** Also where a queue has let the Job go and the Job's controller has not heard of it: its time has not begun. */
    boolean suspended() {
        return suspensionAsked() || condition(SUSPENDED).isPresent();
    }

    boolean suspensionAsked() {
        return job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend());
    }

    /** When it was let go, where it was suspended. */
    Optional<Instant> releasedAt() {
        return conditions()
                .filter(condition -> SUSPENDED.equals(condition.getType()) && !holds(condition))
                .flatMap(condition -> Times.parse(condition.getLastTransitionTime()).stream())
                .findFirst();
    }

    /** A condition that holds. */
    Optional<JobCondition> condition(String type) {
        return conditions()
                .filter(condition -> type.equals(condition.getType()) && holds(condition))
                .findFirst();
    }

    /** Whether any condition holds. */
    boolean isAnything() {
        return conditions().anyMatch(JobFacts::holds);
    }

    private Stream<JobCondition> conditions() {
        return job.getStatus() == null ? Stream.empty() : job.getStatus().getConditions().stream();
    }

    private static boolean holds(JobCondition condition) {
        return "True".equals(condition.getStatus());
    }
}
