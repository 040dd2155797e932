package io.mlfd.plan;

import io.mlfd.api.MLFDRunSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes duration strings. */
final class Durations {
    private static final Pattern SYNTAX = Pattern.compile(MLFDRunSpec.DURATION);

    private Durations() {}

    /** Reads {@code 1h30m}, {@code 90s}; empty for anything else, also for a length of zero. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Duration length = Duration.ofHours(part(matcher.group(1)))
                .plusMinutes(part(matcher.group(2)))
                .plusSeconds(part(matcher.group(3)));
        return length.isZero() ? Optional.empty() : Optional.of(length);
    }

    private static long part(String group) {
        return group == null ? 0 : Long.parseLong(group.substring(0, group.length() - 1));
    }
}
