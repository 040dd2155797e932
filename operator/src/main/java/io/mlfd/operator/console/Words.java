package io.mlfd.operator.console;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Numbers and times as people read them. */
final class Words {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int MINUTES = 60;
    private static final int HOURS = 48;

    private Words() {}

    static String time(Instant time) {
        return MINUTE.format(time);
    }

    /** Empty for what is no time; a status may hold any text. */
    static Optional<Instant> instant(String timeOrNull) {
        try {
            return Optional.ofNullable(timeOrNull).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** {@code 12 s}, {@code 3 min 05 s}, {@code 1 h 02 min}, {@code 5 d 3 h}; a negative one as none. */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        long minutes = seconds / MINUTES;
        long hours = minutes / MINUTES;
        if (seconds < MINUTES) {
            return seconds + " s";
        }
        if (minutes < MINUTES) {
            return String.format(Locale.ROOT, "%d min %02d s", minutes, seconds % MINUTES);
        }
        return hours < HOURS
                ? String.format(Locale.ROOT, "%d h %02d min", hours, minutes % MINUTES)
                : String.format(Locale.ROOT, "%d d %d h", hours / 24, hours % 24);
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Four significant digits: {@code 2.302}, {@code 0.01234}. */
    static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : Double.toString(value);
    }

    /** For SVG. */
    static String pixels(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String orNone(Object valueOrNull) {
        return valueOrNull == null ? "" : valueOrNull.toString();
    }
}
