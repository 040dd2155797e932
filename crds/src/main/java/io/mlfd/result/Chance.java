package io.mlfd.result;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What guessing evenly among the classes comes to.
 *
 * @param classes by data set; of data sets that are not here nothing is known
 */
public record Chance(Map<String, Integer> classes) {
    public static final Chance UNKNOWN = new Chance(Map.of());

    public Chance {
        classes = new LinkedHashMap<>(classes);
    }

    /** Of accuracies only: 1/K, or 1 over the classes of all data sets where any of them may be answered. */
    OptionalDouble of(String dataset, Metric metric) {
        if (!classes.containsKey(dataset)) {
            return OptionalDouble.empty();
        }
        if (metric.equals(Metric.TOP1)) {
            return OptionalDouble.of(1.0 / classes.get(dataset));
        }
        return metric.equals(Metric.TOP1_ALL_LABELS)
                ? OptionalDouble.of(
                        1.0 / classes.values().stream().mapToInt(k -> k).sum())
                : OptionalDouble.empty();
    }
}
