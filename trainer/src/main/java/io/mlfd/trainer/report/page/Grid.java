package io.mlfd.trainer.report.page;

import java.util.ArrayList;
import java.util.List;

/**
 * A table. Public for the template engine.
 *
 * @param caption says what it shows; its label for assistive technology too
 * @param style class of the table, empty for none
 * @param source what it was made from, empty where it says so itself
 */
public record Grid(String caption, String style, List<Cell> head, List<Row> rows, String source) {
    public Grid {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }

    static Grid of(String caption, List<Cell> head, List<Row> rows) {
        return new Grid(caption, "", head, rows, "");
    }

    /** {@code head}: the first cell. {@code style}: class, empty for none */
    public record Row(Cell head, List<Cell> cells, String style) {
        static Row of(Cell... cells) {
            return of("", List.of(cells));
        }

        static Row of(String style, List<Cell> cells) {
            return new Row(cells.get(0), List.copyOf(cells.subList(1, cells.size())), style);
        }
    }

    /**
     * @param small beside the text
     * @param below on lines of their own
     * @param title all of what is shown in part; then the text is code
     * @param link relative address, empty for none
     */
    public record Cell(
            String text, String small, List<String> below, String style, boolean strong, String title, String link) {
        private static final int KEY = 12;

        static Cell text(String text) {
            return new Cell(text, "", List.of(), "", false, "", "");
        }

        static Cell number(String text) {
            return text(text).styled("number");
        }

        static Cell count(long count) {
            return number(Numbers.count(count));
        }

        /** A key or digest: the first digits, all of them in the title. */
        static Cell key(String key) {
            return key(key, "");
        }

        static Cell key(String key, String link) {
            String shown = key.length() <= KEY ? key : key.substring(0, KEY) + "\u2026";
            return new Cell(shown, "", List.of(), "", false, key, link);
        }

        static Cell none() {
            return number("\u2013");
        }

        Cell styled(String more) {
            return new Cell(text, small, below, style.isEmpty() ? more : style + " " + more, strong, title, link);
        }

        Cell with(String beside, boolean bold) {
            return new Cell(text, beside, below, style, bold, title, link);
        }

        Cell below(String line) {
            List<String> lines = new ArrayList<>(below);
            lines.add(line);
            return new Cell(text, small, lines, style, strong, title, link);
        }
    }
}
