package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.page.GraphLayout.Edge;
import io.mlfd.trainer.report.page.GraphLayout.Place;
import io.mlfd.trainer.report.page.Html.Element;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the stages hang together and what each took: drawn, and as a table. */
final class GraphSection {
    private static final double WIDTH = 188;
    private static final double HEIGHT = 44;
    private static final double GAP = 56;
    private static final double ROW = 58;
    private static final double REPORT_WIDTH = 76;
    private static final double MARGIN = 2;
    private static final int LABEL = 22;

    private final ReportData data;

    GraphSection(ReportData data) {
        this.data = data;
    }

    Html html() {
        return element("section")
                .attribute("id", "stages")
                .with(
                        element("h2", "Stages"),
                        element("p", summary()),
                        Tables.scrolling("Graph of the stages", graph()),
                        element(
                                        "p",
                                        "A line from left to right means that a stage reads what another one left; lines that a longer "
                                                + "way implies are not drawn.")
                                .styled("source"),
                        table());
    }

    private String summary() {
        Instant start = data.stages().stream()
                .map(stage -> Instant.parse(stage.times().start()))
                .min(Instant::compareTo)
                .orElse(Instant.EPOCH);
        Instant end = data.stages().stream()
                .map(stage -> Instant.parse(stage.times().end()))
                .max(Instant::compareTo)
                .orElse(start);
        Duration work =
                data.stages().stream().map(stage -> stage.times().total()).reduce(Duration.ZERO, Duration::plus);
        return String.format(
                Locale.ROOT,
                "%d stages, %s from the first one's start to the last one's end, %s when their times are added up. A stage's "
                        + "time runs from its first attempt to its result; waiting between attempts counts.",
                data.stages().size(),
                Numbers.duration(Duration.between(start, end)),
                Numbers.duration(work));
    }

    private Element graph() {
        GraphLayout layout = new GraphLayout(data.stages());
        List<Place> places = layout.places();
        Map<String, Place> byName = new HashMap<>();
        places.forEach(place -> byName.put(place.stage().stage(), place));
        double rows = places.stream().mapToDouble(Place::row).max().orElse(0) + 1;
        double width = layout.columnCount() * (WIDTH + GAP) + REPORT_WIDTH + 2 * MARGIN;
        double height = rows * ROW - (ROW - HEIGHT) + 2 * MARGIN;
        double reportTop = (height - HEIGHT) / 2;
        List<Html> parts = new ArrayList<>();
        for (Edge edge : layout.edges()) {
            Place from = byName.get(edge.from());
            Place to = byName.get(edge.to());
            parts.add(curve(right(from), middle(from), left(to), middle(to)));
        }
        double reportLeft = MARGIN + layout.columnCount() * (WIDTH + GAP);
        layout.ends().stream()
                .map(byName::get)
                .forEach(end -> parts.add(curve(right(end), middle(end), reportLeft, reportTop + HEIGHT / 2)));
        places.forEach(place -> parts.add(node(place)));
        parts.add(box(reportLeft, reportTop, REPORT_WIDTH, "report")
                .with(label(reportLeft + 12, reportTop + HEIGHT / 2 + 5, "Report")
                        .styled("name")));
        return element("svg")
                .styled("graph")
                .attribute("viewBox", "0 0 " + Numbers.pixels(width) + " " + Numbers.pixels(height))
                .attribute("width", width)
                .attribute("height", height)
                .attribute("role", "img")
                .attribute("aria-label", "Graph of the stages with their times; the table below says the same")
                .with(parts);
    }

    /** Bends in the first gap only, so that what goes past a column goes straight. */
    private static Html curve(double x1, double y1, double x2, double y2) {
        double middle = x1 + GAP / 2;
        double end = x1 + GAP;
        String path = "M" + Numbers.pixels(x1) + " " + Numbers.pixels(y1) + "C" + Numbers.pixels(middle) + " "
                + Numbers.pixels(y1) + " " + Numbers.pixels(middle) + " " + Numbers.pixels(y2) + " "
                + Numbers.pixels(end)
                + " " + Numbers.pixels(y2) + "H" + Numbers.pixels(x2);
        return element("path").styled("edge").attribute("d", path);
    }

    private Html node(Place place) {
        StageResult stage = place.stage();
        double x = left(place);
        double y = MARGIN + place.row() * ROW;
        String name = Stages.title(stage);
        return box(x, y, WIDTH, Stages.style(stage.work()))
                .with(
                        element("title", stage.stage()),
                        label(x + 12, y + 18, shortened(name)).styled("name"),
                        label(x + 12, y + 35, details(stage)).styled("detail"));
    }

    private String details(StageResult stage) {
        List<String> parts = new ArrayList<>();
        parts.add(Numbers.duration(stage.times().total()));
        int attempts = stage.times().attempts().size();
        if (attempts > 1) {
            parts.add(attempts + " attempts");
        }
        if (data.seeds().size() > 1) {
            parts.add("seed " + stage.seed());
        }
        return String.join(" \u00b7 ", parts);
    }

    private static Element box(double x, double y, double width, String style) {
        return element("g")
                .styled("node " + style)
                .with(
                        element("rect")
                                .attribute("x", x)
                                .attribute("y", y)
                                .attribute("width", width)
                                .attribute("height", HEIGHT)
                                .attribute("rx", "5"),
                        element("path")
                                .styled("mark")
                                .attribute(
                                        "d",
                                        "M" + Numbers.pixels(x + 1.5) + " " + Numbers.pixels(y + 5) + "v"
                                                + Numbers.pixels(HEIGHT - 10)));
    }

    private static Element label(double x, double y, String text) {
        return element("text", text).attribute("x", x).attribute("y", y);
    }

    private static double left(Place place) {
        return MARGIN + place.column() * (WIDTH + GAP);
    }

    private static double right(Place place) {
        return left(place) + WIDTH;
    }

    private static double middle(Place place) {
        return MARGIN + place.row() * ROW + HEIGHT / 2;
    }

    private static String shortened(String text) {
        return text.length() <= LABEL ? text : text.substring(0, LABEL - 1) + "\u2026";
    }

    private Html table() {
        Html head = Tables.row(List.of(
                Tables.columnHead("Stage"),
                Tables.numberHead("Seed"),
                Tables.numberHead("Time"),
                Tables.numberHead("Attempts"),
                Tables.numberHead("Epochs"),
                Tables.numberHead("Selected epoch"),
                Tables.numberHead("Images per second"),
                Tables.numberHead("Began (UTC)")));
        return Tables.scrolling(
                "Times of the stages",
                head,
                data.stages().stream().map(GraphSection::row).toList());
    }

    private static Html row(StageResult stage) {
        return Tables.row(List.of(
                Tables.rowHead(stage.stage()),
                Tables.number(Long.toString(stage.seed())),
                Tables.number(Numbers.duration(stage.times().total())),
                Tables.number(
                        Integer.toString(Math.max(1, stage.times().attempts().size()))),
                Tables.number(
                        stage.curve().isEmpty()
                                ? "\u2013"
                                : Integer.toString(stage.curve().size())),
                Tables.number(stage.selection()
                        .map(ModelSelection::epoch)
                        .map(String::valueOf)
                        .orElse("\u2013")),
                Tables.number(
                        stage.imagesPerSecond().isPresent()
                                ? Numbers.count(
                                        Math.round(stage.imagesPerSecond().getAsDouble()))
                                : "\u2013"),
                Tables.number(Times.minute(stage.times().start()))));
    }
}
