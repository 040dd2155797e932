package io.mlfd.trainer.report.page;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {
    private static final int SECONDS = 60;

    private Numbers() {}

    /** With a tenth, the sign of a negative number as a minus sign: {@code 76.2}. */
    static String tenths(double value) {
        return typographic(String.format(Locale.ROOT, "%.1f", value));
    }

    /** With sign: {@code +1.2}. */
    static String signed(double value) {
        return typographic(String.format(Locale.ROOT, "%+.1f", value));
    }

    /** At most four significant digits, no trailing zeros: {@code 0.003}, {@code 3e-5}. */
    static String shortest(double value) {
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        if (size >= 1e5 || size < 1e-3) {
            return typographic(String.format(Locale.ROOT, "%.3e", value)
                    .replaceAll("\\.?0+e", "e")
                    .replaceAll("e([+-])0*(\\d)", "e$1$2")
                    .replace("e+", "e"));
        }
        int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return typographic(text.contains(".") ? text.replaceAll("\\.?0+$", "") : text);
    }

    /** {@code 1,250}. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** For an SVG attribute. */
    static String pixels(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** {@code 12 s}, {@code 3 min 05 s}, {@code 1 h 02 min}. */
    static String duration(Duration duration) {
        long seconds = Math.round(duration.toMillis() / 1000.0);
        if (seconds < SECONDS) {
            return seconds + " s";
        }
        long minutes = seconds / SECONDS;
        return minutes < SECONDS
                ? String.format(Locale.ROOT, "%d min %02d s", minutes, seconds % SECONDS)
                : String.format(Locale.ROOT, "%d h %02d min", minutes / SECONDS, minutes % SECONDS);
    }

    /** A duration in seconds. */
    static String seconds(double seconds) {
        return duration(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static String typographic(String number) {
        return number.startsWith("-") ? "\u2212" + number.substring(1) : number;
    }
}
