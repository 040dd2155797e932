package io.mlfd.run;

import java.util.List;
import java.util.stream.Stream;

/**
 * What keeps stages from being started although the run is not suspended.
 *
 * @param kind of what was met first
 * @param messages one line each that names the field or the object, and the remedy where there is one
 */
public record Hindrance(Kind kind, List<String> messages) {
    /** What is in the way. */
    public enum Kind {
        /** The run's claim, or one that data sets are read from. */
        VOLUME,
        /** The platform would not take an object. */
        REFUSAL,
        /** A process that is not this run's may still write to the stage's folder. */
        OCCUPIED
    }

    public Hindrance {
        messages = List.copyOf(messages);
    }

    public Hindrance(Kind kind, String message) {
        this(kind, List.of(message));
    }

    /** This and another thing that is in the way: whoever mends one is to know of the next. */
    public Hindrance and(Hindrance other) {
        return new Hindrance(
                kind,
                Stream.concat(messages.stream(), other.messages.stream())
                        .distinct()
                        .toList());
    }

    /** All in one line. */
    public String message() {
        return String.join("; ", messages);
    }
}
