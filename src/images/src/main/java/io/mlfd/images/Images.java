package io.mlfd.images;

import io.mlfd.images.Image.Built;
import io.mlfd.images.Image.Layer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The two images of the project, of what {@code mvn package} left in the modules. */
public final class Images {

    private static final String APPLICATION = "/app/quarkus-run.jar";
    private static final String LIBTORCH = "/opt/torch";

    private Images() {}

    /** @param arguments {@code --root=FOLDER --version=V --pytorch=V --out=FOLDER --base=BASE}; an empty base builds nothing */
    @SuppressWarnings("SystemOut") // a build step speaks to whoever runs the build
    public static void main(String[] arguments) throws Exception {
        run(Options.parse(List.of(arguments)), System.out);
    }

    static void run(Options options, PrintStream out) throws Exception {
        if (options.base().isEmpty()) {
            out.println("images: SKIPPED, no base image given; -Dmlfd.base=tar:///FILE or =IMAGE:TAG builds them");
            return;
        }
        Base base = Base.parse(options.base());
        for (Image image : List.of(
                operator(options.root().resolve("operator/target/quarkus-app"), options.version()),
                trainer(
                        options.root().resolve("trainer/target/quarkus-app"),
                        options.root().resolve("trainer/target/torch"),
                        options.version(),
                        options.pytorch()))) {
            Built built = image.build(base, options.out(), options.out().resolve("jib"));
            out.printf(
                    "images: %s %s%nimages:   archive %.1f MB, layers %s MB, %s%n",
                    built.reference(),
                    built.digest(),
                    Files.size(built.file()) / 1e6,
                    LayerSizes.of(built).text(),
                    built.file());
        }
    }

    /** A small heap, one collector thread and the fast compiler: it is idle nearly always, and starts twice as fast. */
    static Image operator(Path application, String version) {
        return new Image(
                "mlfd-operator",
                version,
                "Operator of MLFDRun resources: one Job per stage of a distillation run",
                application(application),
                Map.of(),
                List.of(8080),
                java(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:MaxRAMPercentage=35",
                        // Restarting is what an operator does best; a half-dead one is what nobody notices.
                        "-XX:+ExitOnOutOfMemoryError"));
    }

    /**
     * Most of a stage's memory is libtorch's, so the heap gets the smaller part of the pod's. The allocator settings keep
     * a step's memory for the next step instead of giving it back to the kernel.
     */
    static Image trainer(Path application, Path libtorch, String version, String pytorch) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer("libtorch", List.of(new Tree("libtorch", libtorch, LIBTORCH))));
        layers.addAll(application(application));
        return new Image(
                "mlfd-trainer",
                version,
                "Stages of an MLFDRun: trains, distills, evaluates and reports",
                List.copyOf(layers),
                Map.of(
                        "PYTORCH_LIBRARY_PATH", LIBTORCH,
                        "PYTORCH_VERSION", pytorch,
                        "PYTORCH_FLAVOR", "cpu",
                        "DJL_OFFLINE", "true",
                        "DJL_CACHE_DIR", "/tmp/djl",
                        "OPT_OUT_TRACKING", "true",
                        "MALLOC_ARENA_MAX", "1",
                        "MALLOC_MMAP_THRESHOLD_", "4294967296",
                        "MALLOC_TRIM_THRESHOLD_", "8589934592"),
                List.of(),
                java("-XX:+UseSerialGC", "-XX:MaxRAMPercentage=30"));
    }

    /** Libraries and the application apart: a new build of the same version then moves a few hundred kilobytes. */
    private static List<Layer> application(Path folder) {
        return List.of(
                new Layer("libraries", List.of(new Tree("libraries", folder.resolve("lib"), "/app/lib"))),
                new Layer(
                        "application",
                        List.of(
                                new Tree("app", folder.resolve("app"), "/app/app"),
                                new Tree("quarkus", folder.resolve("quarkus"), "/app/quarkus"),
                                new Tree("start", folder.resolve("quarkus-run.jar"), APPLICATION))));
    }

    /** The JVM is process 1: it handles SIGTERM itself and starts no children that nobody would wait for. */
    private static List<String> java(String... flags) {
        List<String> command = new ArrayList<>(List.of("java", "-XX:-UsePerfData", "-Djava.io.tmpdir=/tmp"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-jar", APPLICATION));
        return List.copyOf(command);
    }
}
