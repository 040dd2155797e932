package io.mlfd.result;

import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.ResultTable.Cell;
import io.mlfd.result.ResultTable.Gain;
import io.mlfd.result.ResultTable.Head;
import io.mlfd.result.ResultTable.Row;
import io.mlfd.result.ResultTable.SeedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Means over the data sets. Their test images have nothing to do with each other, so the errors of m of them combine as
 * {@code √(Σ e²)/m}, below and above each by itself (Zou and Donner 2008, "MOVER"): the mean's interval reaches as far.
 */
final class MeanRow {
    private static final String NAME = "mean";

    private final List<Row> rows;

    MeanRow(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** What a row lacks has no mean: one over some would be compared with one over others. */
    Row of(List<Head> heads, List<Column> references) {
        List<Cell> cells = new ArrayList<>();
        for (Head head : heads) {
            List<Cell> all = rows.stream()
                    .flatMap(row -> row.cell(head.column()).stream())
                    .toList();
            if (all.size() == rows.size()) {
                cells.add(cell(all));
            }
        }
        List<Gain> gains = new ArrayList<>();
        for (Column reference : references) {
            List<Gain> all =
                    rows.stream().flatMap(row -> row.gain(reference).stream()).toList();
            if (all.size() == rows.size()) {
                gains.add(gain(all));
            }
        }
        return new Row(NAME, cells, gains);
    }

    private static Cell cell(List<Cell> all) {
        List<SeedValue> seeds = seeds(all.stream().map(Cell::seeds).toList());
        boolean known = all.stream().allMatch(cell -> cell.chance().isPresent());
        OptionalDouble chance = known
                ? all.stream().mapToDouble(cell -> cell.chance().getAsDouble()).average()
                : OptionalDouble.empty();
        double value = mean(all, Cell::value);
        return new Cell(
                all.get(0).column(),
                value,
                interval(
                        value,
                        all,
                        Cell::value,
                        all.stream().map(Cell::interval).toList()),
                deviation(seeds),
                chance,
                chance.isPresent() && value < chance.getAsDouble(),
                seeds);
    }

    private static Gain gain(List<Gain> all) {
        List<SeedValue> seeds = seeds(all.stream().map(Gain::seeds).toList());
        double difference = mean(all, Gain::difference);
        Optional<Interval> interval = interval(
                difference,
                all,
                Gain::difference,
                all.stream().map(Gain::interval).toList());
        return new Gain(
                all.get(0).over(),
                difference,
                interval,
                OptionalDouble.empty(),
                deviation(seeds),
                verdict(all, interval, difference),
                seeds);
    }

    private static Verdict verdict(List<Gain> all, Optional<Interval> interval, double difference) {
        List<Verdict> verdicts = all.stream().map(Gain::verdict).toList();
        if (interval.isEmpty() || verdicts.contains(Verdict.UNTESTED)) {
            return Verdict.UNTESTED;
        }
        return verdicts.contains(Verdict.TOO_FEW)
                ? Verdict.TOO_FEW
                : GainClaim.verdict(!interval.get().contains(0), difference);
    }

    private static <T> double mean(List<T> all, ToDoubleFunction<T> value) {
        return all.stream().mapToDouble(value).average().orElseThrow();
    }

    /** Paired intervals are not centred on the difference itself but always hold it, as Wilson's hold the share. */
    private static <T> Optional<Interval> interval(
            double mean, List<T> all, ToDoubleFunction<T> value, List<Optional<Interval>> intervals) {
        double below = 0;
        double above = 0;
        for (int i = 0; i < all.size(); i++) {
            if (intervals.get(i).isEmpty()) {
                return Optional.empty();
            }
            Interval one = intervals.get(i).get();
            double at = value.applyAsDouble(all.get(i));
            below += (at - one.low()) * (at - one.low());
            above += (one.high() - at) * (one.high() - at);
        }
        return Optional.of(new Interval(mean - Math.sqrt(below) / all.size(), mean + Math.sqrt(above) / all.size()));
    }

    /** For every seed that all have. */
    private static List<SeedValue> seeds(List<List<SeedValue>> all) {
        List<SeedValue> means = new ArrayList<>();
        for (SeedValue first : all.get(0)) {
            List<Double> ofSeed = all.stream()
                    .flatMap(List::stream)
                    .filter(value -> value.seed() == first.seed())
                    .map(SeedValue::value)
                    .toList();
            if (ofSeed.size() == all.size()) {
                means.add(new SeedValue(first.seed(), new SeedSpread(ofSeed).mean()));
            }
        }
        return means;
    }

    private static OptionalDouble deviation(List<SeedValue> seeds) {
        return seeds.size() < 2
                ? OptionalDouble.empty()
                : new SeedSpread(seeds.stream().map(SeedValue::value).toList()).deviation();
    }
}
