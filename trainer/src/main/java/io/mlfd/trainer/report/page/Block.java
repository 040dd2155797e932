package io.mlfd.trainer.report.page;

import java.util.List;

/** A piece of a section. Its templates show what is not empty, in the order of the components. Public for the template engine. */
public record Block(
        String title,
        String text,
        List<Chart> charts,
        List<SizeChart> sizes,
        List<Grid> grids,
        List<Fact> facts,
        String summary,
        List<Item> items) {
    /** A line of a list of terms. */
    public record Fact(String term, String text) {}

    /** One of what is folded away under a summary. */
    public record Item(String text, List<Grid> grids) {}

    static Block text(String title, String text) {
        return new Block(title, text, List.of(), List.of(), List.of(), List.of(), "", List.of());
    }

    static Block facts(String title, List<Fact> facts) {
        return new Block(title, "", List.of(), List.of(), List.of(), facts, "", List.of());
    }

    static Block charts(String title, String text, List<Chart> charts) {
        return new Block(title, text, charts, List.of(), List.of(), List.of(), "", List.of());
    }

    static Block sizes(String title, SizeChart chart, Grid grid) {
        return new Block(title, "", List.of(), List.of(chart), List.of(grid), List.of(), "", List.of());
    }

    static Block grids(String title, String text, Grid... grids) {
        return new Block(title, text, List.of(), List.of(), List.of(grids), List.of(), "", List.of());
    }

    static Block folded(String summary, List<String> lines) {
        List<Item> items = lines.stream().map(line -> new Item(line, List.of())).toList();
        return new Block("", "", List.of(), List.of(), List.of(), List.of(), summary, items);
    }

    static Block foldedGrids(String summary, List<Grid> grids) {
        return new Block("", "", List.of(), List.of(), List.of(), List.of(), summary, List.of(new Item("", grids)));
    }
}
