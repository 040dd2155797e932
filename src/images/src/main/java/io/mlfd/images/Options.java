package io.mlfd.images;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to build.
 *
 * @param root of the checkout
 * @param version of the images
 * @param pytorch version of libtorch
 * @param out where the archives are written
 * @param base as {@link Base#parse} reads it; empty: build nothing
 */
record Options(Path root, String version, String pytorch, Path out, String base) {

    private static final List<String> NAMES = List.of("root", "version", "pytorch", "out", "base");

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
                values.get("version"),
                values.get("pytorch"),
                Path.of(values.get("out")),
                values.get("base"));
    }
}
