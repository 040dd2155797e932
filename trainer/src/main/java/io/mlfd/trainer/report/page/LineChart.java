package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import io.mlfd.trainer.report.page.Html.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/** Values by epoch, one line a series, each named at its end. */
final class LineChart {
    private static final double WIDTH = 400;
    private static final double HEIGHT = 220;
    private static final double LEFT = 40;
    private static final double RIGHT = 128;
    private static final double TOP = 10;
    private static final double BOTTOM = 36;
    private static final double LABEL_GAP = 14;
    private static final double LOG_RATIO = 10;

    private final String description;
    private final List<Series> series;
    private final boolean logarithmic;
    private final double epochs;
    private final List<Double> xTicks;
    private final List<Double> yTicks;

    record Point(double epoch, double value) {}

    /**
     * A line.
     *
     * @param label empty where another line of the same style has it
     * @param style class of the line
     * @param marked the epoch that was selected
     */
    record Series(String label, String style, List<Point> points, Optional<Integer> marked) {
        Series {
            points = List.copyOf(points);
        }

        Point last() {
            return points.get(points.size() - 1);
        }
    }

    private record Label(Series series, double y) {}

    /**
     * @param description for those who do not see it
     * @param series none empty
     * @param mayBeLogarithmic whether values that span more than a factor of ten are drawn on a logarithmic axis
     */
    LineChart(String description, List<Series> series, boolean mayBeLogarithmic) {
        this.description = description;
        this.series = List.copyOf(series);
        double low = values().min(Comparator.naturalOrder()).orElse(0.0);
        double high = values().max(Comparator.naturalOrder()).orElse(1.0);
        double lastEpoch = points().mapToDouble(Point::epoch).max().orElse(1);
        this.logarithmic = mayBeLogarithmic && low > 0 && high / low > LOG_RATIO;
        this.yTicks = logarithmic ? Ticks.logarithmic(low, high) : Ticks.linear(low, Math.max(high, low), 4);
        this.epochs = lastEpoch;
        this.xTicks = Ticks.whole(0, lastEpoch, 5).stream()
                .filter(tick -> tick <= lastEpoch)
                .toList();
    }

    private Stream<Point> points() {
        return series.stream().flatMap(one -> one.points().stream());
    }

    private Stream<Double> values() {
        return points().map(Point::value);
    }

    boolean logarithmic() {
        return logarithmic;
    }

    Html svg() {
        List<Html> parts = new ArrayList<>();
        yTicks.forEach(tick -> parts.add(yTick(tick)));
        xTicks.forEach(tick -> parts.add(xTick(tick)));
        parts.add(text(LEFT + (WIDTH - LEFT - RIGHT) / 2, HEIGHT - 4, "middle", "epoch")
                .styled("axis"));
        series.forEach(one -> parts.add(line(one)));
        labels().forEach(label -> parts.add(label(label)));
        return element("svg")
                .styled("chart")
                .attribute("viewBox", "0 0 " + Numbers.pixels(WIDTH) + " " + Numbers.pixels(HEIGHT))
                .attribute("role", "img")
                .attribute("aria-label", description)
                .with(parts);
    }

    private Html yTick(double tick) {
        double y = y(tick);
        return element("g")
                .with(
                        straight(LEFT, y, WIDTH - RIGHT, y).styled("grid"),
                        text(LEFT - 6, y + 4, "end", Numbers.shortest(tick)).styled("tick"));
    }

    private Html xTick(double tick) {
        double x = x(tick);
        double bottom = HEIGHT - BOTTOM;
        return element("g")
                .with(
                        straight(x, bottom, x, bottom + 4).styled("rule"),
                        text(x, bottom + 16, "middle", Numbers.shortest(tick)).styled("tick"));
    }

    private Html line(Series one) {
        StringBuilder path = new StringBuilder();
        for (Point point : one.points()) {
            path.append(path.length() == 0 ? 'M' : 'L')
                    .append(Numbers.pixels(x(point.epoch())))
                    .append(' ')
                    .append(Numbers.pixels(y(point.value())));
        }
        List<Html> parts = new ArrayList<>();
        parts.add(element("path").attribute("d", path.toString()));
        one.points().stream()
                .filter(point ->
                        one.marked().filter(epoch -> epoch == point.epoch()).isPresent()
                                || one.points().size() == 1)
                .forEach(point -> parts.add(element("circle")
                        .attribute("cx", x(point.epoch()))
                        .attribute("cy", y(point.value()))
                        .attribute("r", "3.2")));
        return element("g").styled("line " + one.style()).with(parts);
    }

    /** At the heights of the lines' ends, moved apart until none covers another. */
    private List<Label> labels() {
        List<Label> wanted = series.stream()
                .filter(one -> !one.label().isEmpty())
                .map(one -> new Label(one, y(one.last().value())))
                .sorted(Comparator.comparingDouble(Label::y))
                .toList();
        List<Label> placed = new ArrayList<>();
        double free = TOP;
        for (Label label : wanted) {
            double y = Math.max(label.y(), free);
            placed.add(new Label(label.series(), y));
            free = y + LABEL_GAP;
        }
        double limit = HEIGHT - BOTTOM;
        for (int i = placed.size() - 1; i >= 0; i--) {
            placed.set(
                    i, new Label(placed.get(i).series(), Math.min(placed.get(i).y(), limit)));
            limit = placed.get(i).y() - LABEL_GAP;
        }
        return placed;
    }

    private Html label(Label label) {
        Point end = label.series().last();
        double right = WIDTH - RIGHT;
        return element("g")
                .styled("label " + label.series().style())
                .with(
                        straight(x(end.epoch()) + 2, y(end.value()), right + 10, label.y())
                                .styled("leader"),
                        text(right + 13, label.y() + 4, "start", label.series().label()));
    }

    private double x(double epoch) {
        return LEFT + (WIDTH - LEFT - RIGHT) * epoch / epochs;
    }

    private double y(double value) {
        DoubleUnaryOperator scale = logarithmic ? Math::log : v -> v;
        double low = scale.applyAsDouble(yTicks.get(0));
        double high = scale.applyAsDouble(yTicks.get(yTicks.size() - 1));
        double share = high > low ? (scale.applyAsDouble(value) - low) / (high - low) : 0.5;
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share;
    }

    private static Element straight(double x1, double y1, double x2, double y2) {
        return element("line")
                .attribute("x1", x1)
                .attribute("y1", y1)
                .attribute("x2", x2)
                .attribute("y2", y2);
    }

    private static Element text(double x, double y, String anchor, String text) {
        return element("text", text).attribute("x", x).attribute("y", y).attribute("text-anchor", anchor);
    }
}
