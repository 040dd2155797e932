package io.mlfd.contract;

import java.util.Optional;

/** What a stage is about: a data set, an architecture, or the whole run. */
public sealed interface Subject {
    /** The data set, where it is about a single one. */
    default Optional<String> dataset() {
        return Optional.empty();
    }

    /** The architecture, where that is what tells stages of one kind apart. */
    default Optional<NetworkSpec> network() {
        return Optional.empty();
    }

    record OfDataset(String name) implements Subject {
        @Override
        public Optional<String> dataset() {
            return Optional.of(name);
        }
    }

    record OfNetwork(NetworkSpec architecture) implements Subject {
        @Override
        public Optional<NetworkSpec> network() {
            return Optional.of(architecture);
        }
    }

    record OfRun() implements Subject {}
}
