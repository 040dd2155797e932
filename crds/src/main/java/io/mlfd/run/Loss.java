package io.mlfd.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an attempt was lost to somebody else's doing.
 *
 * @param attempt which it was, from 1
 * @param message one line, in the words of who says so
 */
public record Loss(int attempt, String message) {
    private static final String UNSAID = "Unsaid";
    /** As platforms write it: one word, then what it is about. */
    private static final Pattern REASON = Pattern.compile("^([A-Z][A-Za-z]{1,62}): .*", Pattern.DOTALL);

    public Loss {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt " + attempt);
        }
    }

    /** The one word that the message begins with, as in {@code PreemptionByScheduler: …}. */
    public String reason() {
        Matcher matcher = REASON.matcher(message);
        return matcher.matches() ? matcher.group(1) : UNSAID;
    }
}
