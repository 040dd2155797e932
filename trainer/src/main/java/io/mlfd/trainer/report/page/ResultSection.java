package io.mlfd.trainer.report.page;

import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric.Unit;
import io.mlfd.result.ResultTable;
import io.mlfd.result.ResultTable.Gain;
import io.mlfd.result.ResultTable.Head;
import io.mlfd.result.ResultTable.Row;
import io.mlfd.result.Role;
import io.mlfd.result.Selection;
import io.mlfd.trainer.report.Figures;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ReportData.Dataset;
import io.mlfd.trainer.report.page.Block.Fact;
import io.mlfd.trainer.report.page.Grid.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was measured and what is gained, of the last weights and of the selected ones. */
final class ResultSection {
    private final ReportData data;

    ResultSection(ReportData data) {
        this.data = data;
    }

    Section section() {
        List<Block> blocks = new ArrayList<>();
        for (ResultTable table : data.tables()) {
            if (!table.rows().isEmpty()) {
                blocks.add(block(table));
                if (table.selection() == Selection.LAST) {
                    blocks.add(notes(table));
                }
            }
        }
        return new Section("results", "Results", blocks);
    }

    private Block block(ResultTable table) {
        boolean last = table.selection() == Selection.LAST;
        String weights = last ? "weights of the last epoch" : "selected weights";
        List<Grid> grids = new ArrayList<>();
        for (Unit unit : Unit.values()) {
            List<Head> heads = table.columns().stream()
                    .filter(head -> head.metric().unit() == unit)
                    .toList();
            if (!heads.isEmpty()) {
                String what = unit == Unit.PERCENT ? "Test accuracy in percent, " : "Means over the test images, ";
                grids.add(values(table, heads, new Figures(unit), what + weights));
            }
        }
        gains(table, weights).ifPresent(grids::add);
        return Block.grids(
                last ? "" : "Weights selected on the validation splits",
                last
                        ? ""
                        : "The epoch with the highest validation accuracy, the earliest among equals. The test images decide "
                                + "nothing. Stages build on these weights of the stages before them.",
                grids.toArray(Grid[]::new));
    }

    private Grid values(ResultTable table, List<Head> heads, Figures figures, String caption) {
        List<Cell> head = start();
        boolean chances = heads.stream().anyMatch(one -> table.rows().stream()
                .flatMap(row -> row.cell(one.column()).stream())
                .anyMatch(cell -> cell.chance().isPresent()));
        if (chances) {
            head.add(Cell.number("Chance"));
        }
        heads.forEach(one -> head.add(Cell.number(one.label())));
        return grid(caption, table, head, row -> {
            List<Cell> cells = new ArrayList<>();
            if (chances) {
                cells.add(heads.stream()
                        .flatMap(one -> row.cell(one.column()).stream())
                        .filter(cell -> cell.chance().isPresent())
                        .findFirst()
                        .map(cell -> Cell.number(figures.value(cell.chance().getAsDouble())))
                        .orElse(Cell.none()));
            }
            heads.forEach(one -> cells.add(
                    row.cell(one.column()).map(cell -> cell(figures, cell)).orElse(Cell.none())));
            return cells;
        });
    }

    private static Cell cell(Figures figures, ResultTable.Cell value) {
        Cell cell = Cell.number(figures.value(value.value())).with(figures.interval(value.interval(), ""), false);
        Cell spread = value.deviation().isPresent()
                ? cell.below("SD " + figures.value(value.deviation().getAsDouble()))
                : cell;
        return value.belowChance() ? spread.below("below chance").styled("flagged") : spread;
    }

    private Optional<Grid> gains(ResultTable table, String weights) {
        List<Column> references = data.comparisons().references().stream()
                .filter(over ->
                        table.rows().stream().anyMatch(row -> row.gain(over).isPresent()))
                .toList();
        if (references.isEmpty()) {
            return Optional.empty();
        }
        Head subject = head(table, table.subject());
        Figures figures = new Figures(subject.metric().unit());
        List<Cell> head = start();
        references.forEach(
                over -> head.add(Cell.number("over " + head(table, over).inText())));
        String points = figures.unit() == Unit.PERCENT ? ", in percent points, " : ", ";
        return Optional.of(
                grid("Gain of " + named(subject.role()) + points + weights, table, head, row -> references.stream()
                        .map(over -> row.gain(over)
                                .map(gain -> gainCell(figures, gain))
                                .orElse(Cell.none()))
                        .toList()));
    }

    /** {@code the student}, but {@code branch 1}. */
    private static String named(Role role) {
        String name = role.inText();
        return Character.isDigit(name.charAt(name.length() - 1)) ? name : "the " + name;
    }

    private static Cell gainCell(Figures figures, Gain gain) {
        Cell cell = Cell.number(figures.gain(gain)).with(figures.interval(gain.interval(), "+"), Figures.claimed(gain));
        String verdict = gain.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String p = gain.p().isPresent()
                ? String.format(Locale.ROOT, ", p %.2g", gain.p().getAsDouble())
                : "";
        Cell judged = cell.below(verdict + p);
        return gain.deviation().isPresent()
                ? judged.below("SD " + figures.value(gain.deviation().getAsDouble()))
                : judged;
    }

    private static Head head(ResultTable table, Column column) {
        return table.columns().stream()
                .filter(head -> head.column().equals(column))
                .findFirst()
                .orElseThrow();
    }

    @FunctionalInterface
    private interface Cells {
        List<Cell> of(Row row);
    }

    private Grid grid(String caption, ResultTable table, List<Cell> head, Cells cells) {
        List<Grid.Row> rows = new ArrayList<>();
        for (Row row : table.rows()) {
            List<Cell> all = start(row.dataset());
            all.addAll(cells.of(row));
            rows.add(Grid.Row.of("", all));
        }
        table.mean().ifPresent(mean -> {
            List<Cell> all = new ArrayList<>(List.of(
                    Cell.text("Mean"),
                    Cell.text("").styled("extra"),
                    Cell.text("").styled("extra")));
            all.addAll(cells.of(mean));
            rows.add(Grid.Row.of("mean", all));
        });
        return Grid.of(caption, head, rows);
    }

    /** Where there is little room the extra columns give way; the section about data has them too. */
    private static List<Cell> start() {
        return new ArrayList<>(List.of(
                Cell.text("Data set"),
                Cell.text("Network").styled("extra"),
                Cell.number("Train / test").styled("extra")));
    }

    private List<Cell> start(String dataset) {
        Dataset set = data.datasets().stream()
                .filter(one -> one.name().equals(dataset))
                .findFirst()
                .orElseThrow();
        return new ArrayList<>(List.of(
                Cell.text(dataset),
                Cell.text(NetworkShapes.of(set.network()).label()).styled("extra"),
                Cell.number(Numbers.count(set.train()) + " / " + Numbers.count(set.test()))
                        .styled("extra")));
    }

    private Block notes(ResultTable table) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "[low, high]",
                "95 % interval for drawing other test images: Wilson's for an accuracy, Agresti and Min's for a gain, which "
                        + "compares the two networks image by image."));
        facts.add(new Fact(
                "Bold",
                "a gain or loss that is hardly chance: McNemar's exact test says p < 0.05. With fewer than 20 test images "
                        + "nothing is claimed."));
        if (data.seeds().size() > 1) {
            facts.add(new Fact(
                    "SD",
                    "standard deviation over the " + data.seeds().size()
                            + " seeds (n − 1). Values are means over the seeds, "
                            + "gains are taken seed by seed, and one is claimed only where a paired t test over the seeds says so "
                            + "too; its interval holds both. More seeds do not make the test set larger."));
        }
        if (!data.comparisons().helpers().isEmpty()) {
            facts.add(new Fact(
                    "Without a student",
                    String.join(", ", data.comparisons().helpers())
                            + ": lends its expert only. It has no share in the mean and in the headline."));
        }
        facts.add(new Fact("Chance", "what guessing evenly among a data set's classes comes to."));
        table.columns().stream()
                .map(Head::role)
                .distinct()
                .map(role -> new Fact(role.label(), explanation(role)))
                .forEach(facts::add);
        return Block.facts("", facts);
    }

    private static String explanation(Role role) {
        return role.explanation() + ".";
    }
}
