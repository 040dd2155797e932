package io.mlfd.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mlfd.api.NetworkEntry;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An architecture by name.
 *
 * @param name as in {@link io.mlfd.plan.network.NetworkShape#name()}
 * @param width channels of the first stage
 * @param stem channels of the stem; empty where they are those of the first stage, however that was said
 * @param entry empty where it is the small one, however that was said
 */
public record NetworkSpec(
        String name,
        int width,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalInt stem,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<NetworkEntry> entry) {
    public NetworkSpec {
        stem = stem.equals(OptionalInt.of(width)) ? OptionalInt.empty() : stem;
        entry = entry.filter(kind -> kind != NetworkEntry.SMALL);
    }

    /** One with the small entry. */
    public NetworkSpec(String name, int width, OptionalInt stem) {
        this(name, width, stem, Optional.empty());
    }

    /** One with the small entry, whose stem is as wide as its first stage. */
    public NetworkSpec(String name, int width) {
        this(name, width, OptionalInt.empty());
    }
}
