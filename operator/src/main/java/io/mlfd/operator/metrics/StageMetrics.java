package io.mlfd.operator.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.mlfd.operator.metrics.StageTimes.In;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.StageState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Counts what becomes of attempts. What a namespace may count is there at nothing from its first run under way on: Prometheus takes the
 * first value that it sees of a counter for where it began, and would miss what was counted at once.
 */
public final class StageMetrics {
    private static final int MOST_RESOURCES = 32;
    private static final double MILLIS = 1e3;

    private final MeterRegistry registry;
    private final FirstValues namespaces;
    private final FirstValues resources = new FirstValues(MOST_RESOURCES);
    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    public StageMetrics(MeterRegistry registry, FirstValues namespaces) {
        this.registry = registry;
        this.namespaces = namespaces;
    }

    /**
     * One stage between two looks.
     *
     * @param ending how the process of the attempt before ended, where that was seen
     */
    public record Moved(String kind, StageState before, StageState after, Optional<Ending> ending, Instant now) {}

    /** Those of one namespace. */
    public Of of(String namespace) {
        String label = namespaces.of(namespace);
        if (begun.add(label)) {
            for (In in : In.values()) {
                OperatorMetric.STAGE_SECONDS.counter(registry, label, in.label());
            }
            for (FailureReason reason : FailureReason.values()) {
                OperatorMetric.STAGES_FAILED.counter(registry, label, reason.label());
            }
            DisruptionReason.KNOWN.forEach(reason -> OperatorMetric.STAGES_DISRUPTED.counter(registry, label, reason));
        }
        return new Of(label);
    }

    /** The counters of a namespace. */
    public final class Of {
        private final String namespace;

        private Of(String namespace) {
            this.namespace = namespace;
        }

        /** @param asked amounts that the stage's pod asks for, by resource; asked for only where they count */
        public void moved(Moved moved, Supplier<Map<String, Double>> asked) {
            StageState before = moved.before();
            StageState after = moved.after();
            boolean newAttempt = !before.occupiesPlace()
                    || after.attempts().number() > before.attempts().number();
            if (after.isUnderWay() && newAttempt) {
                OperatorMetric.STAGES_STARTED.count(registry, moved.kind());
                asked.get()
                        .keySet()
                        .forEach(name ->
                                OperatorMetric.RESOURCE_SECONDS.counter(registry, namespace, resources.of(name)));
            }
            String outcome = outcome(before, after);
            if (!outcome.isEmpty()) {
                OperatorMetric.STAGES_FINISHED.count(registry, moved.kind(), outcome);
            }
            if (failed(before, after)) {
                OperatorMetric.STAGES_FAILED.count(
                        registry,
                        namespace,
                        FailureReason.of(before, moved.ending()).label());
            }
            if (after.attempts().disruptions() > before.attempts().disruptions()) {
                String reason =
                        after.attempts().loss().map(DisruptionReason::of).orElse("Unsaid");
                OperatorMetric.STAGES_DISRUPTED.count(registry, namespace, reason);
            }
            spent(StageTimes.between(before, after, moved.now()), asked);
        }

        private void spent(Map<In, Duration> spent, Supplier<Map<String, Double>> asked) {
            spent.forEach((in, time) -> OperatorMetric.STAGE_SECONDS
                    .counter(registry, namespace, in.label())
                    .increment(seconds(time)));
            Optional.ofNullable(spent.get(In.RUNNING))
                    .ifPresent(time -> asked.get().forEach((name, amount) -> OperatorMetric.RESOURCE_SECONDS
                            .counter(registry, namespace, resources.of(name))
                            .increment(amount * seconds(time))));
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }

    private static boolean failed(StageState before, StageState after) {
        boolean givenUp = after instanceof StageState.Failed && !(before instanceof StageState.Failed);
        return givenUp || after.attempts().failures() > before.attempts().failures();
    }

    /** How an attempt ended; empty when none did. */
    private static String outcome(StageState before, StageState after) {
        if (after instanceof StageState.Done && !(before instanceof StageState.Done)) {
            return "done";
        }
        if (after instanceof StageState.Failed && !(before instanceof StageState.Failed)) {
            return "failed";
        }
        if (after.attempts().failures() > before.attempts().failures()) {
            return "retried";
        }
        if (after.attempts().disruptions() > before.attempts().disruptions()) {
            return "disrupted";
        }
        return after.attempts().number() > before.attempts().number() ? "stopped" : "";
    }
}
