package io.mlfd.operator.observe;

import io.mlfd.contract.LimitedText;

/** Text from elsewhere, made fit for a status message. */
public final class OneLine {
    private static final int MOST = 500;
    /** Of what a stage says at its end, which tells where the rest is. */
    private static final int MOST_SAID = 1200;

    private OneLine() {}

    /** On one line, without control characters, of bounded length; empty for nothing. */
    public static String of(String text) {
        return of(text, MOST);
    }

    /** The same for the last words of a stage. */
    static String said(String text) {
        return of(text, MOST_SAID);
    }

    private static String of(String text, int most) {
        if (text == null) {
            return "";
        }
        String start = text.length() > 4 * most ? text.substring(0, 4 * most) : text;
        return LimitedText.inCharacters(
                start.replaceAll("[\\p{Cntrl}\\p{Space}]+", " ").strip(), most);
    }
}
