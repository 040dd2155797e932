package io.mlfd.plan.network;

import io.mlfd.api.NetworkEntry;
import java.util.stream.Collectors;

/** The entries that networks can have. */
final class Entries {
    private Entries() {}

    /** @throws IllegalArgumentException when the network cannot have the entry */
    static NetworkEntry require(NetworkShape network, NetworkEntry entry) {
        if (!network.entries().contains(entry)) {
            throw new IllegalArgumentException("entry: " + entry.label() + " is none of " + network.name()
                    + ", which has "
                    + network.entries().stream().map(NetworkEntry::label).collect(Collectors.joining(" and ")));
        }
        return entry;
    }
}
