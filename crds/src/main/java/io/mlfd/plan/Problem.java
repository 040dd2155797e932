package io.mlfd.plan;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One thing that is wrong with a spec.
 *
 * @param path of the field, as in {@code spec.datasets[1].model.width}
 * @param message what is wrong and what would be right
 */
public record Problem(String path, String message) {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\x{2028}\\x{2029}]");

    /** Names and values of a file are repeated in both, and a file may hold what would be more than one line. */
    public Problem {
        path = oneLine(path);
        message = oneLine(message);
    }

    private static String oneLine(String text) {
        return CONTROL.matcher(text)
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
    }

    @Override
    public String toString() {
        return path + ": " + message;
    }

    /** All problems in one line. */
    public static String line(List<Problem> problems) {
        return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
}
