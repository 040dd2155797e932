package io.mlfd.trainer.report;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of cells as Markdown whose columns are aligned, so that it also reads well on a terminal.
 *
 * @param words how many of the first columns begin at one place; the others, which are numbers, end at one
 */
public record MarkdownTable(int words) {
    /** {@code rows}: the first is the head; all have as many cells. Ends with a line feed. */
    public String of(List<List<String>> rows) {
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
                text.append(line(i -> i < words ? "-".repeat(widths[i]) : "-".repeat(widths[i] - 1) + ":", columns));
            }
        }
        return text.toString();
    }

    /** A name that cannot end its cell. */
    public static String plain(String name) {
        return name.replace("|", "\\|").replaceAll("\\p{Cntrl}", " ");
    }

    private static String line(IntFunction<String> cell, int columns) {
        return IntStream.range(0, columns).mapToObj(cell).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private String pad(String cell, int width, int column) {
        String padding = " ".repeat(width - cell.length());
        return column < words ? cell + padding : padding + cell;
    }
}
