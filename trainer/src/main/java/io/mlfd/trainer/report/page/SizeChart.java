package io.mlfd.trainer.report.page;

import io.mlfd.result.Interval;
import io.mlfd.trainer.report.page.Axis.Tick;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Accuracy by number of parameters, drawn as it is, without script. Public for the template engine. */
public record SizeChart(String title, String description, String source, List<Series> series) {
    private static final double BOTTOM = 178;
    private static final double TOP = 12;
    private static final double LEFT = 60;
    private static final double RIGHT = 360;
    private static final int STEPS = 4;
    private static final int STEPS_ACROSS = 2;

    /**
     * Networks that belong together.
     *
     * @param colour number from 0 to 7
     * @param shape of their marks, an SVG path from the middle of one
     * @param points from the smallest to the largest
     */
    public record Series(String label, int colour, String shape, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /** @param percent accuracy; {@code interval}: likewise in percent */
    public record Point(String label, long parameters, double percent, Optional<Interval> interval) {
        private Stream<Double> reached() {
            return Stream.concat(
                    Stream.of(percent), interval.stream().flatMap(reach -> Stream.of(reach.low(), reach.high())));
        }
    }

    /** A point with what it reaches over; {@code low} and {@code high} are empty where that is not known. */
    public record Mark(String x, String y, String low, String high) {}

    static SizeChart of(String dataset, String source, List<Series> series) {
        String title = "Test accuracy, %, by number of parameters"
                + (Axis.spansDecades(values(series, Point::parameters)) ? " (logarithmic)" : "");
        String points = series.stream()
                .flatMap(one -> one.points().stream())
                .map(point -> point.label() + " " + Numbers.tenths(point.percent()) + " % with "
                        + Numbers.count(point.parameters()))
                .collect(Collectors.joining(", "));
        return new SizeChart(
                title, "Test accuracy by number of parameters, " + dataset + ": " + points, source, series);
    }

    public List<Tick> heights() {
        return upwards().ticks(STEPS, Numbers::tenths);
    }

    public List<Tick> across() {
        return rightwards().ticks(STEPS_ACROSS, parameters -> Numbers.count(Math.round(parameters)));
    }

    /** Of an SVG polyline. */
    public String points(Series one) {
        return marks(one).stream().map(mark -> mark.x() + "," + mark.y()).collect(Collectors.joining(" "));
    }

    public List<Mark> marks(Series one) {
        Axis up = upwards();
        Axis right = rightwards();
        return one.points().stream()
                .map(point -> new Mark(
                        right.at((double) point.parameters()),
                        up.at(point.percent()),
                        point.interval().map(reach -> up.at(reach.low())).orElse(""),
                        point.interval().map(reach -> up.at(reach.high())).orElse("")))
                .toList();
    }

    private Axis upwards() {
        double[] reached = series.stream()
                .flatMap(one -> one.points().stream())
                .flatMap(Point::reached)
                .mapToDouble(value -> value)
                .toArray();
        return Axis.over(reached, false, BOTTOM, TOP);
    }

    private Axis rightwards() {
        double[] parameters = values(series, Point::parameters);
        return Axis.over(parameters, Axis.spansDecades(parameters), LEFT, RIGHT);
    }

    private static double[] values(List<Series> series, ToDoubleFunction<Point> value) {
        return series.stream()
                .flatMap(one -> one.points().stream())
                .mapToDouble(value)
                .toArray();
    }
}
