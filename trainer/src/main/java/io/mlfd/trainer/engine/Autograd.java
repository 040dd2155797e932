package io.mlfd.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gradient recording, a property of the calling thread. DJL's {@code GradientCollector} allows one per process and
 * PyTorch records by default on every thread but the one that loaded it; both are why recording is asked for here,
 * explicitly and for one piece of code at a time.
 */
public final class Autograd {
    private Autograd() {}

    /** Runs {@code forward} with operations recorded, and restores what was before. */
    public static <T> T recording(Supplier<T> forward) {
        return in(true, forward);
    }

    /** Runs {@code forward} without recording: evaluation, teachers, updates of parameters. */
    public static <T> T withoutRecording(Supplier<T> forward) {
        return in(false, forward);
    }

    /** As {@link #withoutRecording(Supplier)}, for code without a result. */
    public static void withoutRecording(Runnable body) {
        in(false, () -> {
            body.run();
            return true;
        });
    }

    /**
     * Adds the derivative of {@code loss} to the gradient of every leaf it was computed from, and frees the graph.
     *
     * @param loss one element
     */
    public static void backward(NDArray loss) {
        if (loss.size() != 1) {
            throw new IllegalArgumentException("loss has shape " + loss.getShape() + ", needed is one element");
        }
        try (NDManager scope = loss.getManager().newSubManager()) {
            NDArray one = scope.ones(loss.getShape(), loss.getDataType());
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
        }
    }

    /**
     * The gradient accumulated in a leaf, empty when no backward pass has reached it. The handle is the caller's to
     * close.
     */
    public static Optional<NDArray> gradient(NDArray leaf) {
        return Optional.ofNullable(JniUtils.getGradient((PtNDArray) leaf));
    }

    /** Stops recording on this thread. */
    static void disable() {
        JniUtils.setGradMode(false);
    }

    private static <T> T in(boolean mode, Supplier<T> body) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(mode);
        try {
            return body.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }
}
