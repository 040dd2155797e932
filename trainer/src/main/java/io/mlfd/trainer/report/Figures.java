package io.mlfd.trainer.report;

import io.mlfd.result.Interval;
import io.mlfd.result.Metric.Unit;
import io.mlfd.result.ResultTable.Cell;
import io.mlfd.result.ResultTable.Gain;
import io.mlfd.result.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Values of a unit as people read them. */
public record Figures(Unit unit) {
    public String text(Cell cell) {
        return value(cell.value())
                + interval(cell.interval(), "")
                + deviation(cell.deviation())
                + (cell.belowChance() ? " < chance" : "");
    }

    public String text(Gain gain) {
        return gain(gain) + (claimed(gain) ? "*" : "") + interval(gain.interval(), "+") + deviation(gain.deviation());
    }

    public String value(double value) {
        return format(value, "");
    }

    /** With its sign. */
    public String gain(Gain gain) {
        return format(gain.difference(), "+");
    }

    public static boolean claimed(Gain gain) {
        return gain.verdict() == Verdict.GAINS || gain.verdict() == Verdict.LOSES;
    }

    /** In brackets after a space, empty where there is none. {@code sign}: of the format, as in "+" */
    public String interval(Optional<Interval> interval, String sign) {
        return interval.map(i -> " [" + format(i.low(), sign) + ", " + format(i.high(), sign) + "]")
                .orElse("");
    }

    public String deviation(OptionalDouble deviation) {
        return deviation.isPresent() ? " (SD " + value(deviation.getAsDouble()) + ")" : "";
    }

    private String format(double value, String sign) {
        return switch (unit) {
            case PERCENT -> String.format(Locale.ROOT, "%" + sign + ".1f", 100 * value);
            case NUMBER -> String.format(Locale.ROOT, "%" + sign + ".4g", value);
        };
    }
}
