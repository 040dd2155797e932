package io.mlfd.result;

import java.util.List;

/**
 * What a method claims: which network is to be better than which.
 *
 * @param subject whose gain is told
 * @param references over which; the first is that of the headline
 */
public record Comparisons(Column subject, List<Column> references) {
    /**
     * A column of the result table.
     *
     * @param role id of a {@link Role}
     * @param metric id of a {@link Metric}
     */
    public record Column(String role, String metric) {
        public static Column of(Role role, Metric metric) {
            return new Column(role.id(), metric.id());
        }
    }

    public Comparisons {
        references = List.copyOf(references);
    }
}
