package io.mlfd.operator.console;

import io.mlfd.operator.console.ProgressHistory.Point;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A line over the steps of a stage, for SVG.
 *
 * @param title what is drawn
 * @param words the same for who does not see it
 * @param line points in the picture, as {@code x,y x,y}
 * @param x of the newest point
 * @param y of the newest point
 */
record Curve(String title, String words, String line, String x, String y, Scale scale) {
    private static final double WIDTH = 300;
    private static final double HEIGHT = 90;
    private static final int FEWEST = 2;

    /** Ends of the axes. */
    record Scale(String low, String high, String first, String last) {}

    private record Dot(double step, double value) {}

    /** Empty while there is no line yet. */
    static Optional<Curve> of(String title, List<Point> points, Function<Point, Optional<Double>> value) {
        List<Dot> dots = points.stream()
                .flatMap(point -> value.apply(point).map(v -> new Dot((double) point.step(), v)).stream())
                .toList();
        if (dots.size() < FEWEST) {
            return Optional.empty();
        }
        double low = dots.stream().mapToDouble(Dot::value).min().orElseThrow();
        double high = dots.stream().mapToDouble(Dot::value).max().orElseThrow();
        Dot first = dots.get(0);
        Dot last = dots.get(dots.size() - 1);
        Function<Dot, String> x = dot -> Words.pixels(WIDTH * part(dot.step(), first.step(), last.step()));
        Function<Dot, String> y = dot -> Words.pixels(HEIGHT * (1 - part(dot.value(), low, high)));
        String words = String.format(
                "%s: %s at step %s, %s at step %s, between %s and %s in %d points",
                title,
                Words.number(first.value()),
                step(first),
                Words.number(last.value()),
                step(last),
                Words.number(low),
                Words.number(high),
                dots.size());
        return Optional.of(new Curve(
                title,
                words,
                dots.stream().map(dot -> x.apply(dot) + "," + y.apply(dot)).collect(Collectors.joining(" ")),
                x.apply(last),
                y.apply(last),
                new Scale(Words.number(low), Words.number(high), step(first), step(last))));
    }

    private static String step(Dot dot) {
        return Words.count((long) dot.step());
    }

    /** A line without extent lies in the middle. */
    private static double part(double value, double low, double high) {
        return high > low ? (value - low) / (high - low) : 1.0 / 2;
    }
}
