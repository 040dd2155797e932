package io.mlfd.trainer.data.layout;

import java.util.Arrays;
import java.util.List;

/** A name in which {@code *} is any text or none. Matching takes time in proportion to the lengths multiplied at most. */
public record Wildcard(String text) {
    public boolean matches(String name) {
        List<String> parts = Arrays.asList(text.split("\\*", -1));
        String first = parts.get(0);
        String last = parts.get(parts.size() - 1);
        if (parts.size() == 1) {
            return name.equals(text);
        }
        if (!name.startsWith(first) || !name.endsWith(last) || name.length() < first.length() + last.length()) {
            return false;
        }
        // The first place that fits leaves the most for those behind it.
        int at = first.length();
        int end = name.length() - last.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = name.indexOf(part, at);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
