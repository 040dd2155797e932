package io.mlfd.images;

import io.mlfd.images.Image.Built;
import io.mlfd.images.Image.Layer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The images of the project, of what {@code mvn package} left in the modules. */
public final class Images {

    /** Unpacked, in bytes, without the base; with the largest base the images take 300 and 700 MB of a node's disk. */
    private static final long OPERATOR_LIMIT = 190_000_000;

    private static final long TRAINER_LIMIT = 590_000_000;

    private static final long BASE_LIMIT = 110_000_000;

    private static final long CUDA_TRAINER_LIMIT = 4_640_000_000L;

    private static final List<String> OPERATOR_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxRAMPercentage=35",
            // Restarting is what an operator does best; a half-dead one is what nobody notices.
            "-XX:+ExitOnOutOfMemoryError");

    private static final List<String> TRAINER_FLAGS = List.of("-XX:+UseSerialGC", "-XX:MaxRAMPercentage=30");

    /** A cluster that is not there: the operator starts, finds that out at once, and ends. */
    private static final Map<String, String> NO_CLUSTER = Map.of(
            "KUBECONFIG", "/dev/null",
            "KUBERNETES_MASTER", "http://127.0.0.1:9",
            "KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT", "0",
            "QUARKUS_HTTP_PORT", "0");

    /** What `kubectl mlfd fetch` calls in a pod of the trainer's image. */
    private static final List<String> READERS = List.of("cat", "sha256sum");

    /** Of the driver, which is the node's. */
    private static final Set<String> DRIVER = Set.of("libcuda.so.1", "libnvidia-ml.so.1");

    private Images() {}

    /**
     * @param arguments {@code --root=FOLDER --version=V --revision=COMMIT --source=URL --pytorch=V --runtime=own|base --out=FOLDER --base=BASE --cuda=BOOLEAN
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
        Application operator = application("operator", options);
        Application trainer = application("trainer", options);
        JavaRuntime operatorJava =
                java(options, new ClassArchives(operator, OPERATOR_FLAGS, List.of(), NO_CLUSTER), "operator");
        JavaRuntime trainerJava =
                java(options, new ClassArchives(trainer, TRAINER_FLAGS, List.of("--help"), Map.of()), "trainer");
        build(operator(operator, operatorJava, options.origin()), base, options.out(), out);
        Libtorch libtorch = Libtorch.cpu(options.root(), options.pytorch());
        build(trainer(trainer, libtorch, trainerJava, options.origin()), base, options.out(), out);
        if (options.cuda().isPresent()) {
            build(cudaTrainer(trainer, trainerJava, options, options.cuda().get(), out), base, options.out(), out);
        }
    }

    private static Application application(String name, Options options) throws IOException {
        Application application = Application.of(options.root(), name, options.out());
        if (options.ownRuntime()) {
            SbomOfRuntime.write(
                    application.sbom(),
                    Runtime.version().toString(),
                    System.getProperty("java.vendor"),
                    application.sbom());
        }
        return application;
    }

    private static JavaRuntime java(Options options, ClassArchives classes, String module)
            throws IOException, InterruptedException {
        if (!options.ownRuntime()) {
            return new JavaRuntime.OfBase();
        }
        Path runtime = options.out().resolve(LinkedRuntime.name());
        if (!Files.isDirectory(runtime)) {
            LinkedRuntime.link(runtime);
        }
        return new JavaRuntime.Own(
                runtime, classes.make(runtime, options.root().resolve(module).resolve("target")));
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

    private static Image cudaTrainer(
            Application trainer, JavaRuntime java, Options options, Options.Cuda cuda, PrintStream out)
            throws IOException {
        CudaLibraries libraries = CudaLibraries.read(options.root(), options.pytorch(), options.out());
        WheelCache wheels = new WheelCache(cuda.wheels(), cuda.index(), out);
        return cudaTrainer(
                libraries.in(trainer, options.out()),
                Libtorch.cuda(libraries, wheels, options.out()),
                java,
                options.origin());
    }

    /** A small heap, one collector thread and the fast compiler: it is idle nearly always, and starts twice as fast. */
    static Image operator(Application application, JavaRuntime java, Origin origin) {
        return new Image(
                "mlfd-operator",
                origin,
                "Operator of MLFDRun resources: one Job per stage of a distillation run",
                layers(java, List.of(), application),
                java.environment(),
                List.of(8080),
                OPERATOR_LIMIT,
                demands(java, List.of(), Set.of()),
                java.command(OPERATOR_FLAGS));
    }

    private static List<Layer> layers(JavaRuntime java, List<Layer> libraries, Application application) {
        return Stream.of(java.beneath(), libraries, application.layers(), java.above())
                .flatMap(List::stream)
                .toList();
    }

    private static Demands demands(JavaRuntime java, List<String> programs, Set<String> elsewhere) {
        return new Demands(programs, elsewhere, java instanceof JavaRuntime.Own ? BASE_LIMIT : Long.MAX_VALUE);
    }

    /**
     * Most of a stage's memory is libtorch's, so the heap gets the smaller part of the pod's. The allocator settings keep
     * a step's memory for the next step instead of giving it back to the kernel.
     */
    static Image trainer(Application application, Libtorch libtorch, JavaRuntime java, Origin origin) {
        return trainer(
                "mlfd-trainer",
                "Stages of an MLFDRun: trains, distills, evaluates and reports",
                application,
                libtorch,
                java,
                Set.of(),
                origin,
                TRAINER_LIMIT);
    }

    /** The same program, with libraries that compute on a GPU where there is one. */
    static Image cudaTrainer(Application application, Libtorch libtorch, JavaRuntime java, Origin origin) {
        return trainer(
                "mlfd-trainer-cuda",
                "Stages of an MLFDRun, with the libraries of NVIDIA's GPUs",
                application,
                libtorch,
                java,
                DRIVER,
                origin,
                CUDA_TRAINER_LIMIT);
    }

    private static Image trainer(
            String name,
            String description,
            Application application,
            Libtorch libtorch,
            JavaRuntime java,
            Set<String> elsewhere,
            Origin origin,
            long limit) {
        Map<String, String> environment = new HashMap<>(libtorch.environment());
        environment.putAll(java.environment());
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
                layers(java, libtorch.layers(), application),
                Map.copyOf(environment),
                List.of(),
                limit,
                demands(java, READERS, elsewhere),
                java.command(TRAINER_FLAGS));
    }
}
