package io.mlfd.trainer.local;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time for people. */
public final class Durations {
    private Durations() {}

    /** {@code 0.8s}, {@code 12s}, {@code 3m05s}, {@code 1h02m}. */
    public static String text(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (length.compareTo(Duration.ofSeconds(10)) < 0) {
            return String.format(Locale.ROOT, "%.1fs", Math.max(0, length.toMillis()) / 1000.0);
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60);
    }
}
