package io.mlfd.trainer.report;

import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Selection;
import io.mlfd.trainer.report.ReportData.Accuracy;
import io.mlfd.trainer.report.ReportData.DatasetResult;
import io.mlfd.trainer.report.ReportData.Gain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The result table as text: Markdown whose columns are aligned, so that it also reads well on a terminal. */
public final class ResultText {
    private ResultText() {}

    /** Accuracies of the last epoch's weights in percent; columns that nothing fills are left out. Ends with a line feed. */
    public static String table(ReportData data) {
        List<Column> columns = List.of(Column.values()).stream()
                .filter(column -> data.datasets().stream()
                        .anyMatch(set -> set.accuracy(column, Selection.LAST).isPresent()))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        rows.add(head(columns));
        for (DatasetResult set : data.datasets()) {
            String network = NetworkShapes.of(set.network()).label();
            String images = set.train() + " / " + set.test();
            rows.add(row(
                    List.of(plain(set.name()), network, images),
                    columns,
                    column -> set.accuracy(column, Selection.LAST),
                    set.gain(Column.TEACHER, Selection.LAST)));
        }
        if (data.datasets().size() > 1) {
            rows.add(row(
                    List.of("mean", "", ""),
                    columns,
                    column -> data.mean().accuracy(column, Selection.LAST),
                    data.mean().gain(Column.TEACHER, Selection.LAST)));
        }
        return aligned(rows) + "\n" + legend(data);
    }

    private static List<String> head(List<Column> columns) {
        List<String> head = new ArrayList<>(List.of("Data set", "Network", "Train / test"));
        for (Column column : columns) {
            head.add(column.label());
            if (column == Column.STUDENT) {
                head.add("Gain");
            }
        }
        return head;
    }

    private static List<String> row(
            List<String> first,
            List<Column> columns,
            Function<Column, Optional<Accuracy>> accuracies,
            Optional<Gain> gain) {
        List<String> row = new ArrayList<>(first);
        for (Column column : columns) {
            row.add(accuracies
                    .apply(column)
                    .map(a -> text("%.1f", a.percent(), a.samplingError(), a.deviation()))
                    .orElse(""));
            if (column == Column.STUDENT) {
                row.add(gain.map(g -> text("%+.1f", g.points(), g.samplingError(), g.deviation()))
                        .orElse(""));
            }
        }
        return row;
    }

    private static String text(String format, double value, double error, OptionalDouble deviation) {
        String text = String.format(Locale.ROOT, format + " ±%.1f", value, error);
        return deviation.isPresent() ? text + String.format(Locale.ROOT, " (SD %.1f)", deviation.getAsDouble()) : text;
    }

    private static String legend(ReportData data) {
        String legend =
                "Top-1 accuracy on the test images in percent, weights of the last epoch; ± one standard deviation of "
                        + "sampling the test images,\nfor the gain (student - teacher) an upper bound that takes both errors as independent";
        return legend
                + (data.seeds().size() > 1
                        ? "; mean of " + data.seeds().size() + " seeds, SD over the seeds, paired for the gain.\n"
                        : "; seed " + data.seeds().stream().map(String::valueOf).collect(Collectors.joining()) + ".\n");
    }

    private static String aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            List<String> row = rows.get(r);
            text.append(line(i -> pad(row.get(i), widths[i], i), columns));
            if (r == 0) {
                text.append(line(i -> i < 2 ? "-".repeat(widths[i]) : "-".repeat(widths[i] - 1) + ":", columns));
            }
        }
        return text.toString();
    }

    private static String line(Function<Integer, String> cell, int columns) {
        return IntStream.range(0, columns).mapToObj(cell::apply).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String pad(String cell, int width, int column) {
        String padding = " ".repeat(width - cell.length());
        return column < 2 ? cell + padding : padding + cell;
    }

    /** A name that cannot end its cell. */
    private static String plain(String name) {
        return name.replace("|", "\\|").replaceAll("\\p{Cntrl}", " ");
    }
}
