package io.mlfd.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Kustomize, as it is part of {@code kubectl}: needs no cluster. */
final class Kustomize {
    static final Path MANIFESTS = Path.of("../../manifests");
    static final String NOT_RUN = "NOT RUN: needs kubectl, on the PATH or below KUBE_API_TEST_DIR";

    private Kustomize() {}

    static boolean isThere() {
        return kubectl().isPresent();
    }

    /** @throws AssertionError where kustomize refuses */
    static ClusterObjects build(Path folder) throws IOException {
        Process process = new ProcessBuilder(kubectl().orElseThrow().toString(), "kustomize", folder.toString())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String made = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new AssertionError(folder + ": " + made);
        }
        return ClusterObjects.read(made);
    }

    /**
     * What somebody gets who has a checkout in folder {@code mlfd} beside a kustomization.
     *
     * @param folder an empty one
     */
    static ClusterObjects buildBeside(Path folder, String kustomization) throws IOException {
        Files.createSymbolicLink(folder.resolve("mlfd"), MANIFESTS.resolve("..").toRealPath());
        Files.writeString(folder.resolve("kustomization.yaml"), kustomization);
        return build(folder);
    }

    private static Optional<Path> kubectl() {
        Stream<Path> named = Optional.ofNullable(System.getenv("KUBE_API_TEST_DIR")).stream()
                .flatMap(folder -> below(Path.of(folder, "k8s")));
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Path::of);
        return Stream.concat(named, onPath)
                .map(folder -> folder.resolve("kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> below(Path folder) {
        try (Stream<Path> versions = Files.list(folder)) {
            return versions.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
