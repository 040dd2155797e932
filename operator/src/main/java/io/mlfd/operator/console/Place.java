package io.mlfd.operator.console;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a path names. */
sealed interface Place {
    /** All namespaces, and a field for the name of one. */
    record Start() implements Place {}

    /** Where that field leads. */
    record Chosen() implements Place {}

    record Namespace(String namespace) implements Place {}

    record Run(String namespace, String run) implements Place {}

    /** One of the files that all pages share. */
    record Shared(String file) implements Place {}

    /** Of a namespace and of a run (RFC 1123). */
    String NAME = "[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?";

    Pattern SHARED = Pattern.compile("/(?<file>console\\.css|console\\.js|icon\\.svg)");
    Pattern RUNS = Pattern.compile("/namespaces/(?<namespace>" + NAME + ")(?:/runs/(?<run>" + NAME + "))?");

    /** Empty for a path that names nothing. */
    static Optional<Place> of(String path) {
        if (path.equals("/")) {
            return Optional.of(new Start());
        }
        if (path.equals("/namespaces")) {
            return Optional.of(new Chosen());
        }
        Matcher shared = SHARED.matcher(path);
        if (shared.matches()) {
            return Optional.of(new Shared(shared.group("file")));
        }
        Matcher runs = RUNS.matcher(path);
        if (!runs.matches()) {
            return Optional.empty();
        }
        String namespace = runs.group("namespace");
        return Optional.of(
                runs.group("run") == null ? new Namespace(namespace) : new Run(namespace, runs.group("run")));
    }
}
