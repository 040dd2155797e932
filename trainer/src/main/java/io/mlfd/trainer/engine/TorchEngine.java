package io.mlfd.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import io.mlfd.api.DeviceChoice;
import java.util.Optional;

/**
 * The PyTorch engine of this process. Opened after the arguments are parsed, so that {@code --help} loads no native
 * library, and closed last: every tensor that was made through it ends with it.
 *
 * <p>Results are bit-equal between processes only on one kind of device, and on the CPU at one and the same thread count.
 */
public final class TorchEngine implements AutoCloseable {
    /** The version that DJL's JNI library was built for, and that the images hold. */
    public static final String PYTORCH_VERSION = "2.7.1";

    private static final String NUM_THREADS = "ai.djl.pytorch.num_threads";

    private final NDManager manager;
    private final int threads;
    private final Optional<Accelerator> accelerator;
    private final Optional<String> deviceNotice;

    private TorchEngine(
            NDManager manager, int threads, Optional<Accelerator> accelerator, Optional<String> deviceNotice) {
        this.manager = manager;
        this.threads = threads;
        this.accelerator = accelerator;
        this.deviceNotice = deviceNotice;
    }

    /**
     * Loads the native library where that has not happened yet.
     *
     * @param threads threads within one operation on the CPU, at least 1
     * @throws TorchEngineException when the library computes wrongly or refuses the thread count, or when there is no such
     *     device
     */
    public static TorchEngine open(int threads, DeviceChoice choice) {
        if (threads < 1) {
            throw new TorchEngineException("threads: " + threads + " is not positive");
        }
        // Read once by DJL, while it loads; the call below also covers an engine that is loaded already.
        System.setProperty(NUM_THREADS, Integer.toString(threads));
        Engine engine = load();
        JniUtils.setNumThreads(threads);
        if (JniUtils.getNumThreads() != threads) {
            throw new TorchEngineException(
                    "threads: PyTorch uses " + JniUtils.getNumThreads() + " instead of " + threads);
        }
        Autograd.disable();
        DeviceDecision decision = DeviceDecision.of(choice, () -> missingGpu(engine));
        return decision.gpu() ? onGpu(engine, threads) : onCpu(engine, threads, decision.notice());
    }

    private static Engine load() {
        try {
            return Engine.getEngine("PyTorch");
        } catch (EngineException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new TorchEngineException("PYTORCH_LIBRARY_PATH: the libtorch there cannot be loaded ("
                    + cause.getMessage() + "); needed is PyTorch " + PYTORCH_VERSION);
        }
    }

    private static TorchEngine onGpu(Engine engine, int threads) {
        CudaArithmetic.makeDeterministic();
        Accelerator accelerator = new NvidiaLibraries().accelerator(false);
        return new TorchEngine(
                tested(engine.newBaseManager(Device.gpu(0))),
                threads,
                Optional.of(accelerator),
                Optional.of("computes on " + accelerator.text()));
    }

    private static TorchEngine onCpu(Engine engine, int threads, Optional<String> notice) {
        // DJL's own choice would become a GPU wherever the library knows one, and other bits with it.
        return new TorchEngine(tested(engine.newBaseManager(Device.cpu())), threads, Optional.empty(), notice);
    }

    private static NDManager tested(NDManager manager) {
        new LibrarySelfTest().run(manager);
        return manager;
    }

    /** Why there is no GPU, empty where there is one. Only the attempt tells: a CUDA library also loads where no driver is. */
    private static Optional<String> missingGpu(Engine engine) {
        try (NDManager probe = engine.newBaseManager(Device.gpu(0))) {
            probe.zeros(new Shape(1)).toFloatArray();
            return Optional.empty();
        } catch (EngineException e) {
            String text = String.valueOf(e.getMessage());
            // PyTorch's answer names every backend there is.
            return Optional.of(
                    text.contains("from the 'CUDA' backend") ? DeviceDecision.CPU_LIBRARY : firstSentence(text));
        }
    }

    private static String firstSentence(String text) {
        String line = text.lines().findFirst().orElse("");
        int end = line.indexOf(". ");
        return end < 0 ? line : line.substring(0, end);
    }

    /** Owner of all tensors of this engine; long-lived ones (networks, optimiser state) get a child of their own. */
    public NDManager manager() {
        return manager;
    }

    /**
     * A scope for one step: inputs, labels and everything computed from them are freed when it is closed. A result joins
     * the scope of the operation's first operand, so labels and targets belong in here, never in a longer-lived manager.
     */
    public NDManager step() {
        return manager.newSubManager();
    }

    /**
     * Sets the state of PyTorch's generator, which only dropout draws from. It can be neither read nor saved, so a loop
     * that is to resume exactly seeds it anew at every step from (seed, step).
     */
    public void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    /** PyTorch's version, as far as those who set up the library's folder told it. */
    public static String version() {
        return load().getVersion();
    }

    /** Threads within one operation on the CPU. */
    public int threads() {
        return threads;
    }

    /** The GPU that is computed on; empty for the CPU. */
    public Optional<Accelerator> accelerator() {
        return accelerator;
    }

    /** One line on the device for people; empty where there is nothing to tell. */
    public Optional<String> deviceNotice() {
        return deviceNotice;
    }

    @Override
    public void close() {
        manager.close();
    }
}
