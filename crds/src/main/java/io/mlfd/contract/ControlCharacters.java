package io.mlfd.contract;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a file may hold and a line for people may not: characters that break the line or speak to the terminal. */
public final class ControlCharacters {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\x{2028}\\x{2029}]");

    private ControlCharacters() {}

    /** The same text in one line, where each of them is written as in JSON. */
    public static String escaped(String text) {
        return CONTROL.matcher(text)
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }
}
