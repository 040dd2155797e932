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
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String blanks = " ".repeat(width(column) - cell.length());
                line.append(toTheRight.contains(column) ? blanks + cell : cell + blanks)
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
