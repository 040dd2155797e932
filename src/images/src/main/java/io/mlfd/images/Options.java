package io.mlfd.images;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to build.
 *
 * @param root of the checkout
 * @param origin what the labels say of the files
 * @param pytorch version of libtorch
 * @param out where the archives are written
 * @param base as {@link Base#parse} reads it; empty: build nothing
 */
record Options(Path root, Origin origin, String pytorch, Path out, String base) {

    private static final List<String> NAMES =
            List.of("root", "version", "revision", "source", "pytorch", "out", "base");

    static Options parse(List<String> arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 2 ? argument : argument.substring(2, equals);
            if (!argument.startsWith("--") || !NAMES.contains(name)) {
                throw new IllegalArgumentException(argument + ": expected --NAME=VALUE with a name of " + NAMES);
            }
            values.put(name, argument.substring(equals + 1));
        }
        for (String name : NAMES) {
            if (!values.containsKey(name)) {
                throw new IllegalArgumentException("--" + name + " is missing");
            }
        }
        return new Options(
                Path.of(values.get("root")).normalize(),
                new Origin(
                        values.get("version"), unlessEmpty(values.get("revision")), unlessEmpty(values.get("source"))),
                values.get("pytorch"),
                Path.of(values.get("out")),
                values.get("base"));
    }

    private static Optional<String> unlessEmpty(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }
}
