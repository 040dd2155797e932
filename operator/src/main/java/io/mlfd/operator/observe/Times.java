package io.mlfd.operator.observe;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Kubernetes times. */
final class Times {
    private Times() {}

    /** Empty for what is no time: objects of the cluster are input like any other. */
    static Optional<Instant> parse(String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
