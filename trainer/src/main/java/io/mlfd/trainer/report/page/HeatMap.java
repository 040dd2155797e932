package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import io.mlfd.trainer.report.page.Html.Element;
import java.util.ArrayList;
import java.util.List;

/** A confusion matrix with its counts; shades are shares of the true class. */
final class HeatMap {
    private static final int LABEL = 16;
    private static final double LETTER = 6.2;
    private static final int SHADES = 10;

    private final ConfusionTotal confusion;
    private final String description;
    private final double cell;
    private final double left;
    private final double top;

    HeatMap(ConfusionTotal confusion, String description) {
        this.confusion = confusion;
        this.description = description;
        int classes = confusion.classNames().size();
        this.cell = classes <= 12 ? 28 : 23;
        double longest = confusion.classNames().stream()
                .mapToInt(name -> Math.min(LABEL, name.length()))
                .max()
                .orElse(1);
        this.left = longest * LETTER + 10;
        this.top = longest * LETTER * 0.87 + 12;
    }

    Html svg() {
        int classes = confusion.classNames().size();
        List<Html> parts = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            parts.add(rowLabel(i));
            parts.add(columnLabel(i));
        }
        for (int row = 0; row < classes; row++) {
            for (int column = 0; column < classes; column++) {
                if (confusion.count(row, column) > 0) {
                    parts.add(cell(row, column));
                }
            }
        }
        double side = classes * cell;
        parts.add(element("rect")
                .styled("frame")
                .attribute("x", left)
                .attribute("y", top)
                .attribute("width", side)
                .attribute("height", side));
        // Slanted names of the last columns reach beyond the matrix.
        double width = left + side + top * 0.6;
        double height = top + side + 2;
        return element("svg")
                .styled("matrix")
                .attribute("viewBox", "0 0 " + Numbers.pixels(width) + " " + Numbers.pixels(height))
                .attribute("width", width)
                .attribute("height", height)
                .attribute("role", "img")
                .attribute("aria-label", description)
                .with(parts);
    }

    private Html rowLabel(int i) {
        return text(
                left - 6,
                top + i * cell + cell / 2 + 4,
                "end",
                shortened(confusion.classNames().get(i)));
    }

    private Html columnLabel(int i) {
        double x = left + i * cell + cell / 2;
        double y = top - 6;
        return text(x, y, "start", shortened(confusion.classNames().get(i)))
                .attribute("transform", "rotate(-60 " + Numbers.pixels(x) + " " + Numbers.pixels(y) + ")");
    }

    private Html cell(int row, int column) {
        int count = confusion.count(row, column);
        double x = left + column * cell;
        double y = top + row * cell;
        int shade = (int) Math.ceil(SHADES * (double) count / confusion.rowTotal(row));
        Element tile = element("rect")
                .attribute("x", x)
                .attribute("y", y)
                .attribute("width", cell)
                .attribute("height", cell);
        return element("g")
                .styled((row == column ? "hit s" : "miss s") + shade)
                .with(tile, text(x + cell / 2, y + cell / 2 + 4, "middle", Integer.toString(count)));
    }

    private static Element text(double x, double y, String anchor, String text) {
        return element("text", text).attribute("x", x).attribute("y", y).attribute("text-anchor", anchor);
    }

    private static String shortened(String text) {
        return text.length() <= LABEL ? text : text.substring(0, LABEL - 1) + "\u2026";
    }
}
