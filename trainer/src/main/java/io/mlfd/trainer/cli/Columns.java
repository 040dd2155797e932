package io.mlfd.trainer.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lines of cells, every column as wide as its widest cell. */
final class Columns {
    private static final String GAP = "  ";

    private final Set<Integer> toTheRight;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param toTheRight columns, from 0, whose cells end at one place instead of beginning at one */
    Columns(Integer... toTheRight) {
        this.toTheRight = Set.of(toTheRight);
    }

    /** @param cells as many as in every other row */
    void row(String... cells) {
        rows.add(List.of(cells));
    }

    /** Every row as a line, with its end. */
    String text() {
        StringBuilder text = new StringBuilder();
        List<Integer> widths = widths();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String blanks = " ".repeat(widths.get(column) - cell.length());
                line.append(toTheRight.contains(column) ? blanks + cell : cell + blanks)
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private List<Integer> widths() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int length = row.get(column).length();
                if (column == widths.size()) {
                    widths.add(length);
                } else {
                    widths.set(column, Math.max(widths.get(column), length));
                }
            }
        }
        return widths;
    }
}
