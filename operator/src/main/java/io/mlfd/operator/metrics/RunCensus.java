package io.mlfd.operator.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlfd.operator.stored.SeenRuns;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts the runs that an operator sees, when it is asked: nothing is kept, so a run that is deleted is not counted, and neither is a
 * namespace without any.
 */
public final class RunCensus extends Collector {
    private static final String UNKNOWN = "Unknown";
    private static final Set<String> PHASES =
            Set.of("Pending", "Running", "Suspending", "Suspended", "Complete", "Failed", "Invalid");
    private static final Set<String> WAITING =
            Set.of("StagesPending", "StagesQueued", "BackingOff", "VolumeNotReady", "Refused");

    private final FirstValues namespaces;
    private final SeenRuns runs;

    public RunCensus(FirstValues namespaces, SeenRuns runs) {
        this.namespaces = namespaces;
        this.runs = runs;
    }

    private record Key(String namespace, String word) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int first = namespace.compareTo(other.namespace);
            return first == 0 ? word.compareTo(other.word) : first;
        }
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Map<Key, Integer> phases = new TreeMap<>();
        Map<Key, Integer> waiting = new TreeMap<>();
        runs.all().forEach(run -> {
            String namespace = namespaces.of(run.getMetadata().getNamespace());
            JsonNode status = run.getStatus();
            String phase = status == null ? UNKNOWN : status.path("phase").asText();
            phases.merge(new Key(namespace, PHASES.contains(phase) ? phase : UNKNOWN), 1, Integer::sum);
            String reason = status == null ? "" : progressing(status);
            if (WAITING.contains(reason)) {
                waiting.merge(new Key(namespace, reason), 1, Integer::sum);
            }
        });
        return List.of(family(OperatorMetric.RUNS, phases), family(OperatorMetric.RUNS_WAITING, waiting));
    }

    private static String progressing(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("Progressing")
                    && condition.path("status").asText().equals("True")) {
                return condition.path("reason").asText();
            }
        }
        return "";
    }

    private static MetricFamilySamples family(OperatorMetric metric, Map<Key, Integer> counts) {
        GaugeMetricFamily family = new GaugeMetricFamily(metric.scraped(), metric.help(), metric.labels());
        counts.forEach((key, count) -> family.addMetric(List.of(key.namespace, key.word), count));
        return family;
    }
}
