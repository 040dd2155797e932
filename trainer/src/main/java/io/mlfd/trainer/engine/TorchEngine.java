package io.mlfd.trainer.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The PyTorch engine of this process. Opened after the arguments are parsed, so that {@code --help} loads no native
 * library, and closed last: every tensor that was made through it ends with it.
 *
 * <p>Results are bit-equal between processes only at one and the same thread count.
 */
public final class TorchEngine implements AutoCloseable {
    /** The version the JNI library was built for. Others load and then give wrong data types, so they are refused. */
    public static final String PYTORCH_VERSION = "2.7.1";

    private static final String NUM_THREADS = "ai.djl.pytorch.num_threads";

    private final NDManager manager;
    private final int threads;

    private TorchEngine(NDManager manager, int threads) {
        this.manager = manager;
        this.threads = threads;
    }

    /**
     * Loads the native library where that has not happened yet.
     *
     * @param threads threads within one operation, at least 1
     * @throws TorchEngineException when the library is another version or refuses the thread count
     */
    public static TorchEngine open(int threads) {
        if (threads < 1) {
            throw new TorchEngineException("threads: " + threads + " is not positive");
        }
        // Read once by DJL, while it loads; the call below also covers an engine that is loaded already.
        System.setProperty(NUM_THREADS, Integer.toString(threads));
        Engine engine = Engine.getEngine("PyTorch");
        if (!engine.getVersion().startsWith(PYTORCH_VERSION)) {
            throw new TorchEngineException(
                    "PYTORCH_LIBRARY_PATH: holds PyTorch " + engine.getVersion() + ", needed is " + PYTORCH_VERSION);
        }
        JniUtils.setNumThreads(threads);
        if (JniUtils.getNumThreads() != threads) {
            throw new TorchEngineException(
                    "threads: PyTorch uses " + JniUtils.getNumThreads() + " instead of " + threads);
        }
        Autograd.disable();
        // DJL's own choice would become a GPU wherever the library knows one, and other bits with it.
        return new TorchEngine(engine.newBaseManager(Device.cpu()), threads);
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

    /** Threads within one operation. */
    public int threads() {
        return threads;
    }

    @Override
    public void close() {
        manager.close();
    }
}
