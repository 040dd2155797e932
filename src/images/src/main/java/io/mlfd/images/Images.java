package io.mlfd.images;

import io.mlfd.images.Image.Built;
import io.mlfd.images.Image.Layer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The images of the project, of what {@code mvn package} left in the modules. */
public final class Images {

    /** Unpacked, in bytes, without the base; with one of 200 MB the images take 300 and 700 MB of a node's disk. */
    private static final long OPERATOR_LIMIT = 100_000_000;

    private static final long TRAINER_LIMIT = 500_000_000;

    private static final long CUDA_TRAINER_LIMIT = 4_550_000_000L;

    private Images() {}

    /**
     * @param arguments {@code --root=FOLDER --version=V --revision=COMMIT --source=URL --pytorch=V --out=FOLDER --base=BASE --cuda=BOOLEAN
     *     --index=URL --wheels=FOLDER}; an empty base builds nothing, an empty revision or source leaves out its label
     */
    @SuppressWarnings("SystemOut") // a build step speaks to whoever runs the build
    public static void main(String[] arguments) throws Exception {
        run(Options.parse(List.of(arguments), System.getenv()), System.out);
    }

    static void run(Options options, PrintStream out) throws Exception {
        if (options.base().isEmpty()) {
            out.println("images: SKIPPED, no base image given; -Dmlfd.base=tar:///FILE or =IMAGE:TAG builds them");
            return;
        }
        Base base = Base.parse(options.base());
        Application operator = Application.of(options.root(), "operator", options.out());
        Application trainer = Application.of(options.root(), "trainer", options.out());
        build(operator(operator, options.origin()), base, options.out(), out);
        build(
                trainer(trainer, Libtorch.cpu(options.root(), options.pytorch()), options.origin()),
                base,
                options.out(),
                out);
        if (options.cuda().isPresent()) {
            build(cudaTrainer(trainer, options, options.cuda().get(), out), base, options.out(), out);
        }
    }

    private static void build(Image image, Base base, Path folder, PrintStream out) throws Exception {
        Built built = image.build(base, folder, folder.resolve("jib"));
        LayerSizes sizes = LayerSizes.of(built);
        out.printf(
                "images: %s %s%nimages:   archive %.1f MB, layers %s MB, unpacked %s MB, %s%n",
                built.reference(),
                built.digest(),
                Files.size(built.file()) / 1e6,
                LayerSizes.text(sizes.packed()),
                LayerSizes.text(sizes.unpacked()),
                built.file());
        sizes.lines(image.layers().stream().map(Layer::name).toList())
                .forEach(line -> out.println("images:     " + line));
    }

    private static Image cudaTrainer(Application trainer, Options options, Options.Cuda cuda, PrintStream out)
            throws IOException {
        CudaLibraries libraries = CudaLibraries.read(options.root(), options.pytorch(), options.out());
        WheelCache wheels = new WheelCache(cuda.wheels(), cuda.index(), out);
        return cudaTrainer(
                libraries.in(trainer, options.out()),
                Libtorch.cuda(libraries, wheels, options.out()),
                options.origin());
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
        return trainer(
                "mlfd-trainer",
                "Stages of an MLFDRun: trains, distills, evaluates and reports",
                application,
                libtorch,
                origin,
                TRAINER_LIMIT);
    }

    /** The same program, with libraries that compute on a GPU where there is one. */
    static Image cudaTrainer(Application application, Libtorch libtorch, Origin origin) {
        return trainer(
                "mlfd-trainer-cuda",
                "Stages of an MLFDRun, with the libraries of NVIDIA's GPUs",
                application,
                libtorch,
                origin,
                CUDA_TRAINER_LIMIT);
    }

    private static Image trainer(
            String name, String description, Application application, Libtorch libtorch, Origin origin, long limit) {
        List<Layer> layers = new ArrayList<>(libtorch.layers());
        layers.addAll(application.layers());
        Map<String, String> environment = new HashMap<>(libtorch.environment());
        environment.putAll(Map.of(
                "PYTORCH_LIBRARY_PATH", Libtorch.FOLDER,
                "PYTORCH_VERSION", libtorch.version(),
                "PYTORCH_FLAVOR", libtorch.flavor(),
                "DJL_OFFLINE", "true",
                "DJL_CACHE_DIR", "/tmp/djl",
                "OPT_OUT_TRACKING", "true",
                "MALLOC_ARENA_MAX", "1",
                "MALLOC_MMAP_THRESHOLD_", "4294967296",
                "MALLOC_TRIM_THRESHOLD_", "8589934592"));
        return new Image(
                name,
                origin,
                description,
                List.copyOf(layers),
                Map.copyOf(environment),
                List.of(),
                limit,
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
