package io.mlfd.result;

import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.GainClaim.Both;
import io.mlfd.result.ResultTable.Cell;
import io.mlfd.result.ResultTable.Gain;
import io.mlfd.result.ResultTable.Head;
import io.mlfd.result.ResultTable.Row;
import io.mlfd.result.ResultTable.SeedValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes result tables from what was measured. */
public final class ResultTables {
    private final List<Measured> measured;
    private final Comparisons comparisons;
    private final Chance chance;

    /** @param measured in the order in which columns and rows are to be shown */
    public ResultTables(List<Measured> measured, Comparisons comparisons, Chance chance) {
        this.measured = firsts(measured);
        this.comparisons = comparisons;
        this.chance = chance;
    }

    private record Place(String dataset, long seed, Column column, Selection selection) {}

    /** A role that several networks of a seed have shows the first. */
    private static List<Measured> firsts(List<Measured> all) {
        Map<Place, Measured> firsts = new LinkedHashMap<>();
        for (Measured one : all) {
            Column column = Column.of(one.role(), one.metric());
            firsts.putIfAbsent(new Place(one.dataset(), one.seed(), column, one.selection()), one);
        }
        return List.copyOf(firsts.values());
    }

    /** @param datasets in the order of the rows */
    public ResultTable of(Selection selection, List<String> datasets) {
        List<Measured> selected =
                measured.stream().filter(one -> one.selection() == selection).toList();
        List<Head> heads = selected.stream()
                .map(one -> new Head(one.role(), one.metric()))
                .distinct()
                .toList();
        List<Row> rows = datasets.stream()
                .map(dataset -> row(dataset, selected, heads))
                .filter(row -> !row.cells().isEmpty())
                .toList();
        List<Row> counted = rows.stream()
                .filter(row -> !comparisons.helpers().contains(row.dataset()))
                .toList();
        Optional<Row> mean = counted.size() < 2
                ? Optional.empty()
                : Optional.of(new MeanRow(counted).of(heads, comparisons.references()));
        return new ResultTable(selection, comparisons.subject(), heads, rows, mean);
    }

    private Row row(String dataset, List<Measured> selected, List<Head> heads) {
        List<Measured> own =
                selected.stream().filter(one -> one.dataset().equals(dataset)).toList();
        List<Cell> cells = heads.stream()
                .flatMap(head -> cell(of(own, head.column())).stream())
                .toList();
        List<Gain> gains = comparisons.references().stream()
                .flatMap(reference -> gain(own, reference).stream())
                .toList();
        return new Row(dataset, cells, gains);
    }

    private static List<Measured> of(List<Measured> own, Column column) {
        return own.stream()
                .filter(one -> Column.of(one.role(), one.metric()).equals(column))
                .toList();
    }

    private Optional<Cell> cell(List<Measured> seeds) {
        if (seeds.isEmpty()) {
            return Optional.empty();
        }
        Measured first = seeds.get(0);
        SeedSpread spread = new SeedSpread(seeds.stream().map(Measured::value).toList());
        Optional<Interval> interval = first.metric().unit() == Metric.Unit.PERCENT
                ? Optional.of(Interval.wilson(spread.mean(), first.count()))
                : Optional.empty();
        OptionalDouble guessing = chance.of(first.dataset(), first.metric());
        return Optional.of(new Cell(
                Column.of(first.role(), first.metric()),
                spread.mean(),
                interval,
                spread.deviation(),
                guessing,
                guessing.isPresent() && spread.mean() < guessing.getAsDouble(),
                seeds.stream()
                        .map(one -> new SeedValue(one.seed(), one.value()))
                        .toList()));
    }

    private Optional<Gain> gain(List<Measured> own, Column reference) {
        List<Both> both = new ArrayList<>();
        for (Measured subject : of(own, comparisons.subject())) {
            of(own, reference).stream()
                    .filter(other -> other.seed() == subject.seed())
                    .findFirst()
                    .ifPresent(other -> both.add(new Both(subject, other)));
        }
        if (both.isEmpty()) {
            return Optional.empty();
        }
        GainClaim claim = GainClaim.of(both);
        SeedSpread spread = new SeedSpread(both.stream().map(Both::difference).toList());
        return Optional.of(new Gain(
                reference,
                spread.mean(),
                claim.interval(),
                claim.p(),
                spread.deviation(),
                claim.verdict(),
                both.stream()
                        .map(one -> new SeedValue(one.subject().seed(), one.difference()))
                        .toList()));
    }
}
