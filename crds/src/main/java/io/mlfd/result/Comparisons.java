package io.mlfd.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a method claims: which network is to be better than which.
 *
 * @param subject whose gain is told
 * @param references over which; the first is that of the headline
 * @param helpers data sets that have no subject by design, and so no share in counts and means
 */
public record Comparisons(
        Column subject,
        List<Column> references,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> helpers) {
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

    /** Top-1 accuracies of a role over those of others. */
    public static Comparisons ofTop1(Role subject, List<Role> references) {
        return new Comparisons(
                Column.of(subject, Metric.TOP1),
                references.stream().map(role -> Column.of(role, Metric.TOP1)).toList());
    }

    public Comparisons {
        references = List.copyOf(references);
        helpers = List.copyOf(helpers);
    }

    /** Where every data set has a subject. */
    public Comparisons(Column subject, List<Column> references) {
        this(subject, references, List.of());
    }
}
