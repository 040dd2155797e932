package io.mlfd.result;

import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.ResultTable.Cell;
import io.mlfd.result.ResultTable.Gain;
import io.mlfd.result.ResultTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A table in one sentence: the subject over the first of what it is compared with, data set by data set. */
public final class Headline {
    private final ResultTable table;
    private final Comparisons comparisons;
    /** Those that are to have a gain. */
    private final List<Row> rows;

    public Headline(ResultTable table, Comparisons comparisons) {
        this.table = table;
        this.comparisons = comparisons;
        this.rows = table.rows().stream()
                .filter(row -> !comparisons.helpers().contains(row.dataset()))
                .toList();
    }

    /** Names roles as the table does; counts what is claimed and what is not. */
    public String sentence() {
        Optional<Column> over = comparisons.references().stream().findFirst();
        List<Gain> gains = over.stream()
                .flatMap(column -> rows.stream().flatMap(row -> row.gain(column).stream()))
                .toList();
        if (gains.isEmpty()) {
            return "Nothing is compared: no data set has both what is claimed and what it is compared with.";
        }
        Column reference = over.orElseThrow();
        // Of a single data set there is nothing to count.
        String counts = rows.size() == 1 ? words(gains.get(0).verdict(), 1) : counts(gains);
        String lack = gains.size() < rows.size()
                ? " of the " + gains.size() + " of " + rows.size() + " data sets that have both"
                : "";
        return name(table.subject(), Role::label) + " over " + name(reference, Role::inText) + ": " + counts + lack
                + average(reference) + ".";
    }

    private static String counts(List<Gain> gains) {
        List<String> parts = new ArrayList<>();
        for (Verdict verdict : Verdict.values()) {
            long count =
                    gains.stream().filter(gain -> gain.verdict() == verdict).count();
            if (count > 0) {
                parts.add(count + " " + words(verdict, count));
            }
        }
        return String.join(", ", parts);
    }

    private static String words(Verdict verdict, long count) {
        return switch (verdict) {
            case GAINS -> count == 1 ? "gains" : "gain";
            case LOSES -> count == 1 ? "loses" : "lose";
            case UNDECIDED -> "undecided";
            case TOO_FEW -> "with too few test images to tell";
            case UNTESTED -> "untested";
        };
    }

    private String average(Column reference) {
        boolean shares = table.columns().stream()
                .anyMatch(head ->
                        head.column().equals(table.subject()) && head.metric().unit() == Metric.Unit.PERCENT);
        Optional<Row> row = table.mean().or(() -> rows.size() == 1 ? Optional.of(rows.get(0)) : Optional.empty());
        Optional<Gain> gain = row.flatMap(r -> r.gain(reference));
        Optional<Cell> from = row.flatMap(r -> r.cell(reference));
        Optional<Cell> to = row.flatMap(r -> r.cell(table.subject()));
        if (gain.isEmpty() || from.isEmpty() || to.isEmpty()) {
            return "";
        }
        int seeds = to.get().seeds().size();
        return String.format(
                Locale.ROOT,
                shares ? "; %s%+.1f points (%.1f to %.1f %%%s)" : "; %s%+.4g (%.4g to %.4g%s)",
                table.mean().isPresent() ? "on average " : "",
                scaled(gain.get().difference(), shares),
                scaled(from.get().value(), shares),
                scaled(to.get().value(), shares),
                seeds > 1 ? ", mean of " + seeds + " seeds" : "");
    }

    private static double scaled(double value, boolean shares) {
        return shares ? 100 * value : value;
    }

    private String name(Column column, Function<Role, String> name) {
        return table.columns().stream()
                .filter(head -> head.column().equals(column))
                .map(head -> name.apply(head.role()))
                .findFirst()
                .orElse(column.role());
    }
}
