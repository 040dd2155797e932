package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.OptionalInt;

/**
 * An architecture by name.
 *
 * @param name as in {@link io.mlfd.plan.network.NetworkShape#name()}
 * @param width channels of the first stage
 * @param stem channels of the stem; empty where they are those of the first stage, however that was said
 */
public record NetworkSpec(
        String name,
        int width,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalInt stem) {
    public NetworkSpec {
        stem = stem.equals(OptionalInt.of(width)) ? OptionalInt.empty() : stem;
    }

    /** One whose stem is as wide as its first stage. */
    public NetworkSpec(String name, int width) {
        this(name, width, OptionalInt.empty());
    }
}
