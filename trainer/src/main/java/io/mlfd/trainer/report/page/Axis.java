package io.mlfd.trainer.report.page;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Where values lie along one side of a drawing. Public for the template engine.
 *
 * @param low of the smallest value, its logarithm where the axis is logarithmic
 * @param high likewise of the largest
 * @param from where the smallest lies, in pixels
 * @param to where the largest lies
 */
public record Axis(boolean logarithmic, double low, double high, double from, double to) {
    /** A place with its name. */
    public record Tick(String at, String text) {}

    /** @param values positive ones for a logarithmic axis */
    static Axis over(double[] values, boolean logarithmic, double from, double to) {
        double[] scaled = DoubleStream.of(values)
                .map(value -> logarithmic ? Math.log(value) : value)
                .toArray();
        double low = DoubleStream.of(scaled).min().orElse(0);
        double high = DoubleStream.of(scaled).max().orElse(1);
        return new Axis(logarithmic, low, high, from, to);
    }

    /** Whether values are drawn by their logarithm: they are positive and span more than a factor of ten. */
    static boolean spansDecades(double[] values) {
        var range = DoubleStream.of(values).summaryStatistics();
        return range.getMin() > 0 && range.getMax() > 10 * range.getMin();
    }

    /** For an SVG attribute; in the middle where all values are one. */
    String at(double value) {
        double place = logarithmic ? Math.log(value) : value;
        return Numbers.pixels(from + (to - from) * (high > low ? (place - low) / (high - low) : 0.5));
    }

    /** So many and one, from the smallest to the largest value. */
    List<Tick> ticks(int steps, DoubleFunction<String> text) {
        return IntStream.rangeClosed(0, high > low ? steps : 0)
                .mapToDouble(i -> low + (high - low) * i / steps)
                .map(place -> logarithmic ? Math.exp(place) : place)
                .mapToObj(value -> new Tick(at(value), text.apply(value)))
                .toList();
    }
}
