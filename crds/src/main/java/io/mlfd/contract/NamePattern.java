package io.mlfd.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the name of an image is made up: <code>{label}</code> is its class, <code>{#}</code> one digit or more, <code>{*}</code>
 * any text or none, everything else stands for itself. Where a name can be read in several ways the class is the longest.
 * Reading takes time in proportion to the lengths of name and pattern multiplied, whatever they are.
 */
public final class NamePattern {
    private static final String BRACES = "{}";

    private final List<Part> parts;

    private enum Kind {
        TEXT,
        LABEL,
        DIGITS,
        ANYTHING
    }

    private record Part(Kind kind, String text) {}

    private NamePattern(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** @throws PatternException in one line that goes on after the pattern, when it is none */
    public static NamePattern of(String pattern) throws PatternException {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            int from = at;
            Optional<Part> placeholder = Stream.of(
                            new Part(Kind.LABEL, "{label}"),
                            new Part(Kind.DIGITS, "{#}"),
                            new Part(Kind.ANYTHING, "{*}"))
                    .filter(part -> pattern.startsWith(part.text(), from))
                    .findFirst();
            if (placeholder.isEmpty() && BRACES.indexOf(pattern.charAt(at)) >= 0) {
                throw new PatternException("has a brace that is part of none of {label}, {#} and {*}");
            }
            parts.add(placeholder.orElse(new Part(Kind.TEXT, pattern.substring(at, at + 1))));
            at += parts.get(parts.size() - 1).text().length();
        }
        if (parts.stream().filter(part -> part.kind() == Kind.LABEL).count() != 1) {
            throw new PatternException("must have {label} once");
        }
        if (pattern.contains("/")) {
            throw new PatternException("must be the pattern of a name, without /");
        }
        return new NamePattern(parts);
    }

    /** The class that a name says, not empty; none where the name is not made up so. */
    public Optional<String> label(String name) {
        boolean[][] fits = fits(name);
        int label = 0;
        while (parts.get(label).kind() != Kind.LABEL) {
            label++;
        }
        boolean[] starts = starts(name, label);
        for (int length = name.length(); length > 0; length--) {
            for (int from = 0; from + length <= name.length(); from++) {
                if (starts[from] && fits[label + 1][from + length]) {
                    return Optional.of(name.substring(from, from + length));
                }
            }
        }
        return Optional.empty();
    }

    /** For each part and position in the name, whether the rest of the name is made up of that part and those behind it. */
    private boolean[][] fits(String name) {
        boolean[][] fits = new boolean[parts.size() + 1][name.length() + 1];
        fits[parts.size()][name.length()] = true;
        for (int part = parts.size() - 1; part >= 0; part--) {
            for (int at = name.length(); at >= 0; at--) {
                fits[part][at] = fits(parts.get(part), name, at, fits[part], fits[part + 1]);
            }
        }
        return fits;
    }

    /** {@code same}: of this part, filled for all later positions; {@code next}: of the part behind it */
    private static boolean fits(Part part, String name, int at, boolean[] same, boolean[] next) {
        boolean more = at < name.length();
        return switch (part.kind()) {
            case TEXT -> more && name.charAt(at) == part.text().charAt(0) && next[at + 1];
            case DIGITS -> more && isDigit(name.charAt(at)) && (next[at + 1] || same[at + 1]);
            case LABEL -> more && (next[at + 1] || same[at + 1]);
            case ANYTHING -> next[at] || (more && same[at + 1]);
        };
    }

    /** Where a part may begin, by those in front of it. */
    private boolean[] starts(String name, int part) {
        boolean[] starts = new boolean[name.length() + 1];
        starts[0] = true;
        for (Part before : parts.subList(0, part)) {
            boolean[] ends = new boolean[name.length() + 1];
            for (int at = 0; at <= name.length(); at++) {
                boolean behind = at > 0 && (starts[at - 1] || (before.kind() != Kind.TEXT && ends[at - 1]));
                ends[at] = switch (before.kind()) {
                    case TEXT -> behind && name.charAt(at - 1) == before.text().charAt(0);
                    case DIGITS -> behind && isDigit(name.charAt(at - 1));
                    case ANYTHING -> starts[at] || behind;
                    case LABEL -> behind;
                };
            }
            starts = ends;
        }
        return starts;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** A text that is no pattern. */
    public static final class PatternException extends Exception {
        private static final long serialVersionUID = 1L;

        PatternException(String message) {
            super(message);
        }
    }
}
