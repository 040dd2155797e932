package io.mlfd.contract;

import java.nio.charset.StandardCharsets;

/** Text for places that take so much and no more. It is cut between two characters, and {@code ...} says that it was. */
public final class LimitedText {
    private static final String CUT = "...";

    private LimitedText() {}

    /** @param most bytes of it in UTF-8, as etcd and the limits of the Kubernetes API count them; 3 or more */
    public static String inBytes(String text, int most) {
        return inBytes(text, most, CUT);
    }

    /**
     * The same with words that say where the rest is.
     *
     * @param cut what a text ends with that was cut; shorter than {@code most}
     */
    public static String inBytes(String text, int most, String cut) {
        if (bytes(text) <= most) {
            return text;
        }
        int room = most - bytes(cut);
        int end = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            room -= bytes(text.substring(end, next));
            if (room < 0) {
                break;
            }
            end = next;
        }
        return text.substring(0, end) + cut;
    }

    /** @param most characters of it as Java counts them, never half of one; 3 or more */
    public static String inCharacters(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - CUT.length();
        boolean inside = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, inside ? end - 1 : end) + CUT;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
