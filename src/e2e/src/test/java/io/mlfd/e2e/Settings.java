package io.mlfd.e2e;

import java.nio.file.Path;
import java.util.Optional;

/** What {@code src/e2e/run} hands over as system properties. */
final class Settings {
    /** The name that the samples give the claim with the data sets. */
    static final String DATA_CLAIM = "datasets";

    static final String OPERATOR_NAMESPACE = "mlfd-system";
    static final String OPERATOR = "mlfd-operator";

    private Settings() {}

    static String kubectl() {
        return text("mlfd.e2e.kubectl").orElse("kubectl");
    }

    /** Folder with the data sets of the samples. */
    static Optional<Path> data() {
        return text("mlfd.e2e.data").map(Path::of);
    }

    /** Folder of the local runs, each in a folder of its name. */
    static Path localRuns() {
        return Path.of(text("mlfd.e2e.local").orElse("target/local"));
    }

    static Path figures() {
        return Path.of(text("mlfd.e2e.figures").orElse("target/figures"));
    }

    static Path logs() {
        return Path.of(text("mlfd.e2e.logs").orElse("target/logs"));
    }

    /** The command that starts Kueue anew, which takes {@code --all-jobs}. */
    static Optional<String> kueue() {
        return text("mlfd.e2e.kueue");
    }

    /** Whether the scenarios that take half an hour are wanted too. */
    static boolean full() {
        return Boolean.getBoolean("mlfd.e2e.full");
    }

    /** The trainer's image with CUDA's libraries, where the cluster has it. */
    static Optional<String> cudaImage() {
        return text("mlfd.e2e.cuda");
    }

    /** A checkout of an earlier release, whose images the cluster knows by {@link #earlierTag}. */
    static Optional<Path> earlier() {
        return text("mlfd.e2e.earlier").map(Path::of);
    }

    static String earlierTag() {
        return text("mlfd.e2e.earlier.tag").orElseThrow();
    }

    static Path sample(String name) {
        return Path.of("../../manifests/samples").resolve(name + ".yaml");
    }

    private static Optional<String> text(String property) {
        return Optional.ofNullable(System.getProperty(property)).filter(value -> !value.isBlank());
    }
}
