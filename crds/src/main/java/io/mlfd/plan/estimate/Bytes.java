package io.mlfd.plan.estimate;

import java.util.Locale;

/** Sizes for people. */
public final class Bytes {
    private static final double KIBI = 1024;

    private Bytes() {}

    /** {@code 640 MiB}, {@code 9.2 GiB}; below a MiB {@code 12 KiB}. */
    public static String text(long bytes) {
        double mebi = bytes / KIBI / KIBI;
        if (mebi < 1) {
            return Math.round(Math.ceil(bytes / KIBI)) + " KiB";
        }
        // Three digits of an estimate are one more than it is worth.
        return mebi < 1000 ? Math.round(mebi) + " MiB" : String.format(Locale.ROOT, "%.1f GiB", mebi / KIBI);
    }
}
