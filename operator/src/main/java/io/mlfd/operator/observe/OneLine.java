package io.mlfd.operator.observe;

/** Text from elsewhere, made fit for a status message. */
public final class OneLine {
    private static final int MOST = 500;

    private OneLine() {}

    /** On one line, without control characters, of bounded length; empty for nothing. */
    public static String of(String text) {
        if (text == null) {
            return "";
        }
        String start = text.length() > 4 * MOST ? text.substring(0, 4 * MOST) : text;
        String line = start.replaceAll("[\\p{Cntrl}\\p{Space}]+", " ").strip();
        return line.length() <= MOST ? line : line.substring(0, MOST - 3) + "...";
    }
}
