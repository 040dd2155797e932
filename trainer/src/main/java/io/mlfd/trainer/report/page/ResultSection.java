package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Selection;
import io.mlfd.trainer.report.Column;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ReportData.Accuracy;
import io.mlfd.trainer.report.ReportData.DatasetResult;
import io.mlfd.trainer.report.ReportData.Gain;
import io.mlfd.trainer.result.StageResult.Criterion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Accuracies and gains, of the last weights and of the selected ones. */
final class ResultSection {
    private final ReportData data;
    private final List<Column> columns;

    ResultSection(ReportData data) {
        this.data = data;
        this.columns = List.of(Column.values()).stream()
                .filter(column -> data.datasets().stream().anyMatch(set -> hasColumn(set, column)))
                .toList();
    }

    private static boolean hasColumn(DatasetResult set, Column column) {
        return set.accuracies().stream().anyMatch(accuracy -> accuracy.column() == column);
    }

    Html html() {
        List<Html> parts = new ArrayList<>();
        parts.add(element("h2", "Results"));
        parts.add(accuracies(Selection.LAST, "Top-1 test accuracy in percent, weights of the last epoch"));
        parts.add(gains(Selection.LAST, "What the student gains, in percent points, weights of the last epoch"));
        parts.add(notes());
        parts.add(selected());
        return element("section").attribute("id", "results").with(parts);
    }

    /** Without a validation split the selected weights are the last ones, and there is nothing more to show. */
    private Html selected() {
        boolean chosen = data.stages().stream()
                .flatMap(stage -> stage.selection().stream())
                .anyMatch(selection -> selection.criterion() == Criterion.VALIDATION_ACCURACY);
        if (!chosen) {
            return element(
                    "p", "No data set has a validation split: the selected weights are those of the last epoch.");
        }
        return element("div")
                .with(
                        element("h3", "Weights selected on the validation splits"),
                        element(
                                "p",
                                "The epoch with the highest validation accuracy, the earliest among equals. The test images "
                                        + "decide nothing. Stages build on these weights of the stages before them."),
                        accuracies(Selection.BEST, "Top-1 test accuracy in percent, selected weights"),
                        gains(Selection.BEST, "What the student gains, in percent points, selected weights"));
    }

    private Html accuracies(Selection selection, String caption) {
        List<Html> head = new ArrayList<>(dataHead());
        columns.forEach(column -> head.add(Tables.numberHead(column.label())));
        List<Html> rows = new ArrayList<>();
        for (DatasetResult set : data.datasets()) {
            List<Html> cells = new ArrayList<>(dataCells(set));
            columns.forEach(column -> cells.add(accuracyCell(set.accuracy(column, selection))));
            rows.add(Tables.row(cells));
        }
        addMean(rows, columns, column -> accuracyCell(data.mean().accuracy(column, selection)));
        return Tables.scrolling(caption, Tables.row(head), rows);
    }

    private Html gains(Selection selection, String caption) {
        List<Column> others =
                columns.stream().filter(column -> column != Column.STUDENT).toList();
        List<Html> head = new ArrayList<>(dataHead());
        others.forEach(column -> head.add(Tables.numberHead("over " + lowerFirst(column.label()))));
        List<Html> rows = new ArrayList<>();
        for (DatasetResult set : data.datasets()) {
            List<Html> cells = new ArrayList<>(dataCells(set));
            others.forEach(column -> cells.add(gainCell(set.gain(column, selection))));
            rows.add(Tables.row(cells));
        }
        addMean(rows, others, column -> gainCell(data.mean().gain(column, selection)));
        return Tables.scrolling(caption, Tables.row(head), rows);
    }

    private static List<Html> dataHead() {
        return List.of(
                Tables.columnHead("Data set"),
                Tables.columnHead("Network").styled("extra"),
                Tables.columnHead("Train / test").styled("number extra"));
    }

    /** Where there is little room the extra columns give way; the section about data has them too. */
    private static List<Html> dataCells(DatasetResult set) {
        return List.of(
                Tables.rowHead(set.name()),
                Tables.cell(NetworkShapes.of(set.network()).label()).styled("extra"),
                Tables.cell(Numbers.count(set.train()) + " / " + Numbers.count(set.test()))
                        .styled("number extra"));
    }

    private void addMean(List<Html> rows, List<Column> shown, Function<Column, Html> cell) {
        if (data.datasets().size() < 2) {
            return;
        }
        List<Html> cells = new ArrayList<>(List.of(
                Tables.rowHead("Mean"),
                Tables.cell("").styled("extra"),
                Tables.cell("").styled("extra")));
        shown.forEach(column -> cells.add(cell.apply(column)));
        rows.add(Tables.row(cells).styled("mean"));
    }

    private static Html accuracyCell(Optional<Accuracy> accuracy) {
        return accuracy.map(a -> cell(Html.text(Numbers.tenths(a.percent())), a.samplingError(), a.deviation()))
                .orElseGet(ResultSection::missing);
    }

    private static Html gainCell(Optional<Gain> gain) {
        return gain.map(g -> {
                    String points = Numbers.signed(g.points());
                    Html value = g.withinTwoErrors() ? Html.text(points) : element("strong", points);
                    return cell(value, g.samplingError(), g.deviation());
                })
                .orElseGet(ResultSection::missing);
    }

    private static Html cell(Html value, double error, OptionalDouble deviation) {
        Html spread = deviation.isPresent()
                ? element("span", "SD " + Numbers.tenths(deviation.getAsDouble()))
                        .styled("spread")
                : Html.nothing();
        return element("td")
                .styled("number")
                .with(value, element("span", " \u00b1" + Numbers.tenths(error)).styled("error"), spread);
    }

    private static Html missing() {
        return element("td", "\u2013").styled("number");
    }

    private Html notes() {
        List<Html> items = new ArrayList<>();
        items.add(item(
                "\u00b1",
                "one standard deviation of drawing other test images: sqrt(p(1 \u2212 p)/n) for an accuracy p on n images. For a "
                        + "gain both errors are combined as if the two networks had seen different images. They see the same "
                        + "ones and tend to fail on the same ones, so this is an upper bound."));
        items.add(item("Bold", "a gain of more than twice its sampling error."));
        if (data.seeds().size() > 1) {
            items.add(
                    item(
                            "SD",
                            "standard deviation over the " + data.seeds().size()
                                    + " seeds (n \u2212 1); values are means over "
                                    + "the seeds, gains are taken seed by seed. More seeds do not make the test set larger, so \u00b1 stays."));
        }
        columns.forEach(column -> items.add(item(column.label(), column.explanation() + ".")));
        return element("dl").styled("notes").with(items);
    }

    private static Html item(String term, String text) {
        return element("div").with(element("dt", term), element("dd", text));
    }

    private static String lowerFirst(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
