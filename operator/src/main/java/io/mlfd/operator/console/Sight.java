package io.mlfd.operator.console;

import java.util.Optional;

/**
 * What somebody wants to see of runs.
 *
 * @param namespace empty for all of them
 * @param run one run, otherwise the list of them
 */
record Sight(String namespace, Optional<String> run) {
    static Sight everywhere() {
        return new Sight("", Optional.empty());
    }

    static Sight list(String namespace) {
        return new Sight(namespace, Optional.empty());
    }

    static Sight run(String namespace, String run) {
        return new Sight(namespace, Optional.of(run));
    }

    /** Of the Kubernetes API. */
    String verb() {
        return run.isPresent() ? "get" : "list";
    }
}
