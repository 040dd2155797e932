package io.mlfd.result;

import io.mlfd.result.Comparisons.Column;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Every network's result side by side, of one selection of weights. Values and differences are as {@link Metric.Unit}
 * says; shares are 0 to 1 whatever the way in which they are shown.
 *
 * @param columns in the order of the plan
 * @param rows in the order of the data sets; only those of which anything is known
 * @param mean over the rows that are no helpers', of columns and gains that all of them have; empty below two such rows
 */
public record ResultTable(Selection selection, Column subject, List<Head> columns, List<Row> rows, Optional<Row> mean) {
    public ResultTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** What stands in a column. */
    public record Head(Role role, Metric metric) {
        public Column column() {
            return Column.of(role, metric);
        }

        /** For heads of tables: the role, and what is measured unless it is the plain accuracy. */
        public String label() {
            return role.label() + measured();
        }

        /** The label within a sentence. */
        public String inText() {
            return role.inText() + measured();
        }

        private String measured() {
            return metric.equals(Metric.TOP1)
                    ? ""
                    : ", " + metric.label().substring(0, 1).toLowerCase(Locale.ROOT)
                            + metric.label().substring(1);
        }
    }

    /**
     * @param dataset {@code mean} for the mean over data sets
     * @param gains of the subject, over each reference that the row has, in the order of the comparisons
     */
    public record Row(String dataset, List<Cell> cells, List<Gain> gains) {
        public Row {
            cells = List.copyOf(cells);
            gains = List.copyOf(gains);
        }

        public Optional<Cell> cell(Column column) {
            return cells.stream().filter(cell -> cell.column().equals(column)).findFirst();
        }

        public Optional<Gain> gain(Column over) {
            return gains.stream().filter(gain -> gain.over().equals(over)).findFirst();
        }
    }

    /**
     * A measured value, the mean over seeds where there are several.
     *
     * @param interval for drawing other test images; more seeds do not make it narrower. Empty for plain numbers
     * @param deviation standard deviation over the seeds (n − 1), empty for one seed
     * @param chance what guessing comes to, empty where that is not known
     * @param belowChance whether guessing is better
     * @param seeds what it is the mean of
     */
    public record Cell(
            Column column,
            double value,
            Optional<Interval> interval,
            OptionalDouble deviation,
            OptionalDouble chance,
            boolean belowChance,
            List<SeedValue> seeds) {
        public Cell {
            seeds = List.copyOf(seeds);
        }
    }

    /**
     * How much better the subject is, over the seeds that have both values.
     *
     * @param difference positive where the subject is better
     * @param p chance of a difference at least as far from 0 were both equally good; see {@link GainClaim}. Empty for the
     *     mean over data sets, whose verdict is that of its interval
     */
    public record Gain(
            Column over,
            double difference,
            Optional<Interval> interval,
            OptionalDouble p,
            OptionalDouble deviation,
            Verdict verdict,
            List<SeedValue> seeds) {
        public Gain {
            seeds = List.copyOf(seeds);
        }
    }

    public record SeedValue(long seed, double value) {}
}
