package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import io.mlfd.trainer.report.page.Html.Element;
import java.util.List;

/** Tables that scroll sideways inside their own box where a screen is narrow, with heads that name rows and columns. */
final class Tables {
    private Tables() {}

    /** @param caption says what the table shows; its label for assistive technology too */
    static Html scrolling(String caption, Html head, List<? extends Html> rows) {
        Element table = element("table")
                .with(element("caption").with(element("span", caption)))
                .with(element("thead").with(head))
                .with(element("tbody").with(rows));
        return scrolling(caption, table);
    }

    /** Anything wide. */
    static Html scrolling(String label, Html content) {
        // A box that scrolls must be reachable from the keyboard, and what is reachable must have a name.
        return element("div")
                .styled("scroll")
                .attribute("role", "region")
                .attribute("tabindex", "0")
                .attribute("aria-label", label)
                .with(content);
    }

    static Element columnHead(String text) {
        return element("th", text).attribute("scope", "col");
    }

    /** Head of a column of numbers. */
    static Element numberHead(String text) {
        return columnHead(text).styled("number");
    }

    static Element rowHead(Html... content) {
        return element("th").attribute("scope", "row").with(content);
    }

    static Element rowHead(String text) {
        return rowHead(Html.text(text));
    }

    static Element number(String text) {
        return element("td", text).styled("number");
    }

    static Element cell(String text) {
        return element("td", text);
    }

    static Element cell(Html content) {
        return element("td").with(content);
    }

    static Element row(List<? extends Html> cells) {
        return element("tr").with(cells);
    }

    /** A key or digest: the first digits, all of them in the title. */
    static Html key(String key) {
        int shown = 12;
        return element("code", key.length() <= shown ? key : key.substring(0, shown) + "\u2026")
                .attribute("title", key);
    }
}
