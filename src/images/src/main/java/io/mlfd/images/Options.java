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
 * @param ownRuntime whether the images bring their Java, or run with the base's
 * @param out where the archives are written
 * @param base as {@link Base#parse} reads it; empty: build nothing
 * @param cuda where the libraries of the CUDA image come from; empty: none is built
 */
record Options(
        Path root, Origin origin, String pytorch, boolean ownRuntime, Path out, String base, Optional<Cuda> cuda) {

    private static final List<String> NAMES = List.of(
            "root", "version", "revision", "source", "pytorch", "runtime", "out", "base", "cuda", "index", "wheels");

    /**
     * @param index to download from what is missing
     * @param wheels folder of what was downloaded
     */
    record Cuda(PackageIndex index, Path wheels) {}

    /**
     * @param environment asked for what has no option: pip's {@code PIP_INDEX_URL}, {@code XDG_CACHE_HOME}, {@code HOME}
     * @throws IllegalArgumentException naming the option that is missing, unknown or means nothing
     */
    static Options parse(List<String> arguments, Map<String, String> environment) {
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
                isOwn(values.get("runtime")),
                Path.of(values.get("out")),
                values.get("base"),
                cuda(values, environment));
    }

    private static Optional<Cuda> cuda(Map<String, String> values, Map<String, String> environment) {
        String wanted = values.get("cuda");
        if (!List.of("true", "false").contains(wanted)) {
            throw new IllegalArgumentException("mlfd.cuda: " + wanted + " is neither true nor false");
        }
        if (wanted.equals("false")) {
            return Optional.empty();
        }
        String index = unlessEmpty(values.get("index"))
                .or(() -> Optional.ofNullable(environment.get("PIP_INDEX_URL")))
                .orElse(PackageIndex.PYPI);
        Path wheels = unlessEmpty(values.get("wheels")).map(Path::of).orElseGet(() -> cache(environment));
        return Optional.of(new Cuda(PackageIndex.parse(index), wheels));
    }

    private static Path cache(Map<String, String> environment) {
        Path caches = Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME"))
                        .map(home -> Path.of(home).resolve(".cache")))
                .orElseThrow(() -> new IllegalArgumentException(
                        "mlfd.wheels: neither HOME nor XDG_CACHE_HOME is set: name a folder"));
        return caches.resolve("mlfd").resolve("wheels");
    }

    private static boolean isOwn(String runtime) {
        return switch (runtime) {
            case "own" -> true;
            case "base" -> false;
            default -> throw new IllegalArgumentException("mlfd.runtime: " + runtime + " is neither own nor base");
        };
    }

    private static Optional<String> unlessEmpty(String value) {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }
}
