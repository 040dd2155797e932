package io.mlfd.trainer.report.page;

import io.mlfd.contract.Output;
import io.mlfd.result.Role;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ReportData.Dataset;
import io.mlfd.trainer.report.page.ConfusionTotal.Pair;
import io.mlfd.trainer.report.page.Grid.Cell;
import io.mlfd.trainer.report.page.Grid.Row;
import io.mlfd.trainer.result.StageResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is taken for what, by every network that classifies; first by the one that the method claims something of. */
final class ConfusionSection {
    /** From here on a matrix has more cells than a page can show with counts. */
    private static final int MATRIX_LIMIT = 30;

    private static final int PAIRS = 10;
    private static final int SHADES = 10;

    private final ReportData data;

    ConfusionSection(ReportData data) {
        this.data = data;
    }

    Section section() {
        List<Block> blocks = new ArrayList<>();
        for (Dataset set : data.datasets()) {
            Map<Role, ConfusionTotal> totals = totals(set);
            if (!totals.isEmpty()) {
                blocks.addAll(ofDataset(set, totals));
            }
        }
        if (!blocks.isEmpty()) {
            blocks.add(0, Block.text("", intro()));
        }
        return new Section("confusions", "Confusions", blocks);
    }

    private String intro() {
        return "Test images by true class (row) and predicted class (column), weights of the last epoch, inside the data set's "
                + "own labels. A cell's shade is its share of the row; an empty cell is 0."
                + (data.seeds().size() > 1 ? " Counts are added up over the seeds." : "");
    }

    /** In the order of the run. */
    private Map<Role, ConfusionTotal> totals(Dataset set) {
        Map<Role, ConfusionTotal> totals = new LinkedHashMap<>();
        for (StageResult stage : data.stages()) {
            for (Output output : stage.work().outputs()) {
                if (!totals.containsKey(output.role())) {
                    ConfusionTotal.of(data.stages(), output.role(), set).ifPresent(t -> totals.put(output.role(), t));
                }
            }
        }
        return totals;
    }

    private List<Block> ofDataset(Dataset set, Map<Role, ConfusionTotal> totals) {
        Role first = totals.keySet().stream()
                .filter(role -> role.id().equals(data.comparisons().subject().role()))
                .findFirst()
                .orElse(totals.keySet().iterator().next());
        List<Grid> shown = new ArrayList<>();
        List<Grid> others = new ArrayList<>();
        if (set.classes() < MATRIX_LIMIT) {
            totals.forEach((role, total) -> (role.equals(first) ? shown : others).add(matrix(set, role, total)));
        }
        shown.add(pairs(set, first, totals));
        List<Block> blocks = new ArrayList<>(List.of(Block.grids(set.name(), "", shown.toArray(Grid[]::new))));
        if (!others.isEmpty()) {
            blocks.add(Block.foldedGrids("Matrices of the other networks on " + set.name(), others));
        }
        return blocks;
    }

    private static Grid matrix(Dataset set, Role role, ConfusionTotal total) {
        List<String> names = total.classNames();
        List<Cell> head = new ArrayList<>(List.of(Cell.text("True class")));
        names.forEach(name -> head.add(Cell.number(name).styled("slanted")));
        List<Row> rows = IntStream.range(0, names.size())
                .mapToObj(row -> {
                    List<Cell> cells = new ArrayList<>(List.of(Cell.text(names.get(row))));
                    IntStream.range(0, names.size()).forEach(column -> cells.add(cell(total, row, column)));
                    return Row.of("", cells);
                })
                .toList();
        return new Grid(
                "Confusion matrix, " + role.inText() + ", " + set.name(),
                "matrix",
                head,
                rows,
                Roles.source(set.name(), total.stages()));
    }

    private static Cell cell(ConfusionTotal total, int row, int column) {
        int count = total.count(row, column);
        if (count == 0) {
            return Cell.number("");
        }
        int shade = (int) Math.ceil(SHADES * (double) count / total.rowTotal(row));
        return Cell.count(count).styled((row == column ? "hit s" : "miss s") + shade);
    }

    /** The others' counts of the same pairs stand beside. */
    private static Grid pairs(Dataset set, Role first, Map<Role, ConfusionTotal> totals) {
        ConfusionTotal total = totals.get(first);
        List<Role> others =
                totals.keySet().stream().filter(role -> !role.equals(first)).toList();
        List<Cell> head = new ArrayList<>(List.of(
                Cell.text("True class"),
                Cell.text("Taken for"),
                Cell.number(first.label()),
                Cell.number("of class, %")));
        others.forEach(role -> head.add(Cell.number(role.label())));
        List<Row> rows = new ArrayList<>();
        for (Pair pair : total.mostConfused(PAIRS)) {
            List<Cell> cells = new ArrayList<>(List.of(
                    Cell.text(total.classNames().get(pair.row())),
                    Cell.text(total.classNames().get(pair.column())),
                    Cell.count(pair.count()),
                    Cell.number(Numbers.tenths(100.0 * pair.count() / total.rowTotal(pair.row())))));
            others.forEach(role -> cells.add(Cell.count(totals.get(role).count(pair.row(), pair.column()))));
            rows.add(Row.of("", cells));
        }
        return Grid.of("Most confused classes, " + set.name(), head, rows);
    }
}
