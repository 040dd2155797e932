package io.mlfd.images;

import io.mlfd.images.Image.Built;
import io.mlfd.images.Image.Layer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The two images of the project, of what {@code mvn package} left in the modules. */
public final class Images {

    /** Unpacked, in bytes, without the base; with one of 200 MB the images take 300 and 700 MB of a node's disk. */
    private static final long OPERATOR_LIMIT = 100_000_000;

    private static final long TRAINER_LIMIT = 500_000_000;

    private Images() {}

    /**
     * @param arguments {@code --root=FOLDER --version=V --revision=COMMIT --source=URL --pytorch=V --out=FOLDER --base=BASE}; an
     *     empty base builds nothing, an empty revision or source leaves out its label
     */
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
        Application operator = Application.of(options.root(), "operator", options.out());
        Application trainer = Application.of(options.root(), "trainer", options.out());
        for (Image image : List.of(
                operator(operator, options.origin()),
                trainer(trainer, Libtorch.cpu(options.root(), options.pytorch()), options.origin()))) {
            Built built = image.build(base, options.out(), options.out().resolve("jib"));
            LayerSizes sizes = LayerSizes.of(built);
            out.printf(
                    "images: %s %s%nimages:   archive %.1f MB, layers %s MB, unpacked %s MB, %s%n",
                    built.reference(),
                    built.digest(),
                    Files.size(built.file()) / 1e6,
                    LayerSizes.text(sizes.packed()),
                    LayerSizes.text(sizes.unpacked()),
                    built.file());
        }
    }

    /** A small heap, one collector thread and the fast compiler: it is idle nearly always, and starts twice as fast. */
    static Image operator(Application application, Origin origin) {
        return new Image(
                "mlfd-operator",
                origin,
                "Operator of MLFDRun resources: one Job per stage of a distillation run",
                application.layers(),
                Map.of(),
                List.of(8080),
                OPERATOR_LIMIT,
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
    static Image trainer(Application application, Libtorch libtorch, Origin origin) {
        List<Layer> layers = new ArrayList<>(libtorch.layers());
        layers.addAll(application.layers());
        return new Image(
                "mlfd-trainer",
                origin,
                "Stages of an MLFDRun: trains, distills, evaluates and reports",
                List.copyOf(layers),
                Map.of(
                        "PYTORCH_LIBRARY_PATH", Libtorch.FOLDER,
                        "PYTORCH_VERSION", libtorch.version(),
                        "PYTORCH_FLAVOR", libtorch.flavor(),
                        "DJL_OFFLINE", "true",
                        "DJL_CACHE_DIR", "/tmp/djl",
                        "OPT_OUT_TRACKING", "true",
                        "MALLOC_ARENA_MAX", "1",
                        "MALLOC_MMAP_THRESHOLD_", "4294967296",
                        "MALLOC_TRIM_THRESHOLD_", "8589934592"),
                List.of(),
                TRAINER_LIMIT,
                java("-XX:+UseSerialGC", "-XX:MaxRAMPercentage=30"));
    }

    /** The JVM is process 1: it handles SIGTERM itself and starts no children that nobody would wait for. */
    private static List<String> java(String... flags) {
        List<String> command = new ArrayList<>(List.of("java", "-XX:-UsePerfData", "-Djava.io.tmpdir=/tmp"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-jar", Application.START));
        return List.copyOf(command);
    }
}
