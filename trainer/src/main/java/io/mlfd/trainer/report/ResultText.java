package io.mlfd.trainer.report;

import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Metric.Unit;
import io.mlfd.result.ResultTable;
import io.mlfd.result.ResultTable.Cell;
import io.mlfd.result.ResultTable.Gain;
import io.mlfd.result.ResultTable.Head;
import io.mlfd.result.ResultTable.Row;
import io.mlfd.trainer.report.ReportData.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The result table as text: Markdown whose columns are aligned, so that it also reads well on a terminal. */
public final class ResultText {
    private static final int WORDS = 2;

    private final ReportData data;
    private final ResultTable table;

    private ResultText(ReportData data) {
        this.data = data;
        this.table = data.tables().get(0);
    }

    /** Of the last epoch's weights: a table of the accuracies, one of plain numbers where there are any. Ends with a line feed. */
    public static String table(ReportData data) {
        ResultText text = new ResultText(data);
        return List.of(Unit.values()).stream()
                .map(text::ofUnit)
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n", "", "\n" + text.legend()));
    }

    private Optional<String> ofUnit(Unit unit) {
        List<Head> heads = table.columns().stream()
                .filter(head -> head.metric().unit() == unit)
                .toList();
        if (heads.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(row(List.of("Data set", "Network", "Train / test", "Chance"), heads, Head::label, head -> "Gain"));
        for (Row row : table.rows()) {
            Dataset set = data.datasets().stream()
                    .filter(one -> one.name().equals(row.dataset()))
                    .findFirst()
                    .orElseThrow();
            String network = NetworkShapes.of(set.network()).label();
            rows.add(row(
                    List.of(MarkdownTable.plain(row.dataset()), network, set.train() + " / " + set.test()),
                    heads,
                    unit,
                    row));
        }
        table.mean().ifPresent(mean -> rows.add(row(List.of("mean", "", ""), heads, unit, mean)));
        return Optional.of(new MarkdownTable(WORDS).of(rows));
    }

    private List<String> row(List<String> first, List<Head> heads, Unit unit, Row row) {
        Figures figures = new Figures(unit);
        List<String> start = new ArrayList<>(first);
        start.add(heads.stream()
                .flatMap(head -> row.cell(head.column()).stream())
                .map(Cell::chance)
                .flatMapToDouble(OptionalDouble::stream)
                .max()
                .stream()
                .mapToObj(figures::value)
                .collect(Collectors.joining()));
        return row(
                start,
                heads,
                head -> row.cell(head.column()).map(figures::text).orElse(""),
                head -> row.gains().stream()
                        .findFirst()
                        .filter(this::isOverFirst)
                        .map(figures::text)
                        .orElse(""));
    }

    private boolean isOverFirst(Gain gain) {
        return data.comparisons().references().get(0).equals(gain.over());
    }

    private List<String> row(
            List<String> first, List<Head> heads, Function<Head, String> cell, Function<Head, String> gain) {
        List<String> row = new ArrayList<>(first);
        for (Head head : heads) {
            row.add(cell.apply(head));
            if (head.column().equals(table.subject())) {
                row.add(gain.apply(head));
            }
        }
        return row;
    }

    private String legend() {
        String seeds = data.seeds().size() > 1
                ? "mean of " + data.seeds().size() + " seeds, SD over the seeds"
                : "seed " + data.seeds().stream().map(String::valueOf).collect(Collectors.joining());
        return "On the test images, weights of the last epoch; accuracies in percent; " + seeds
                + ".\n[low, high]: 95 % interval for drawing other test images; of the gain, image by image. "
                + "* a gain or loss that is hardly chance (p < 0.05).\n< chance: worse than guessing.\n"
                + helpers();
    }

    private String helpers() {
        List<String> helpers = data.comparisons().helpers();
        return helpers.isEmpty()
                ? ""
                : "Lend their expert only, no student is trained for them: " + String.join(", ", helpers) + ".\n";
    }
}
