package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.trainer.report.Column;
import io.mlfd.trainer.report.ReportAssembly;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ReportData.DatasetResult;
import io.mlfd.trainer.report.page.ConfusionTotal.Pair;
import io.mlfd.trainer.result.StageResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is taken for what: the students' matrices, their most confused pairs beside the teachers', and all other matrices. */
final class ConfusionSection {
    /** From here on a matrix has more cells than a page can show with counts. */
    private static final int MATRIX_LIMIT = 30;

    private static final int PAIRS = 10;
    private static final List<Column> OTHERS =
            List.of(Column.TEACHER, Column.JOINT_TEACHER, Column.OWN_TEACHER, Column.UNION_OWN_LABELS);

    private final ReportData data;

    ConfusionSection(ReportData data) {
        this.data = data;
    }

    Html html() {
        List<Html> parts = new ArrayList<>();
        parts.add(element("h2", "Confusions"));
        parts.add(element(
                "p",
                "Test images by true class (row) and predicted class (column), weights of the last epoch, inside the data "
                        + "set's own labels. A cell's shade is its share of the row; an empty cell is 0."
                        + (data.seeds().size() > 1 ? " Counts are added up over the seeds." : "")));
        data.datasets().forEach(set -> parts.add(ofDataset(set)));
        return element("section").attribute("id", "confusions").with(parts);
    }

    private Html ofDataset(DatasetResult set) {
        List<Html> parts = new ArrayList<>();
        parts.add(element("h3", set.name()));
        Optional<ConfusionTotal> student = total(set, Column.STUDENT);
        student.ifPresent(total -> parts.add(
                element("div").styled("confusion").with(matrix(set, Column.STUDENT, total), pairs(set, total))));
        List<Html> others = OTHERS.stream()
                .flatMap(column -> total(set, column).map(total -> matrix(set, column, total)).stream())
                .toList();
        if (!others.isEmpty() && set.classes() < MATRIX_LIMIT) {
            parts.add(element("details")
                    .with(
                            element("summary", "Matrices of the other networks on " + set.name()),
                            element("div").styled("matrices").with(others)));
        }
        return element("div").with(parts);
    }

    private Optional<ConfusionTotal> total(DatasetResult set, Column column) {
        List<StageResult> stages = data.stages().stream()
                .filter(stage -> ReportAssembly.fills(stage.work(), asWork(set), column))
                .toList();
        return ConfusionTotal.of(stages, set.name());
    }

    private DatasetWork asWork(DatasetResult set) {
        NetworkSpec network = set.network();
        return data.stages().stream()
                .flatMap(stage -> stage.work().reads().stream())
                .filter(dataset ->
                        dataset.name().equals(set.name()) && dataset.network().equals(network))
                .findFirst()
                .orElseThrow();
    }

    private Html matrix(DatasetResult set, Column column, ConfusionTotal total) {
        if (set.classes() >= MATRIX_LIMIT) {
            return Html.nothing();
        }
        String title = column == Column.UNION_OWN_LABELS ? "Union network" : column.label();
        String description = "Confusion matrix, " + title.toLowerCase(Locale.ROOT) + ", " + set.name();
        return element("figure")
                .with(
                        element("figcaption", title).styled("name"),
                        Tables.scrolling(description, new HeatMap(total, description).svg()),
                        Stages.source(set.name(), total.stages()));
    }

    private Html pairs(DatasetResult set, ConfusionTotal student) {
        Optional<ConfusionTotal> teacher = total(set, Column.TEACHER);
        List<Html> head = new ArrayList<>(List.of(
                Tables.columnHead("True class"),
                Tables.columnHead("Taken for"),
                Tables.numberHead("Student"),
                Tables.numberHead("of class, %")));
        teacher.ifPresent(t -> head.add(Tables.numberHead("Teacher")));
        List<Html> rows = student.mostConfused(PAIRS).stream()
                .map(pair -> pairRow(student, teacher, pair))
                .toList();
        if (rows.isEmpty()) {
            return element("p", "The student confused nothing on " + set.name() + ".");
        }
        return Tables.scrolling("Most confused classes, " + set.name(), Tables.row(head), rows);
    }

    private static Html pairRow(ConfusionTotal student, Optional<ConfusionTotal> teacher, Pair pair) {
        List<Html> cells = new ArrayList<>();
        cells.add(Tables.rowHead(student.classNames().get(pair.row())));
        cells.add(Tables.cell(student.classNames().get(pair.column())));
        cells.add(Tables.number(Numbers.count(pair.count())));
        cells.add(Tables.number(Numbers.tenths(100.0 * pair.count() / student.rowTotal(pair.row()))));
        teacher.ifPresent(t -> cells.add(Tables.number(Numbers.count(t.count(pair.row(), pair.column())))));
        return Tables.row(cells);
    }
}
