package io.mlfd.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.UnaryOperator;

/** Gradients against central differences. */
public final class FiniteDifferences {
    /** Truncation about 1e-10, rounding about 1e-11 for values about 1. */
    private static final double STEP = 1e-5;

    private FiniteDifferences() {}

    /**
     * @param function gives one element
     * @param at float64, where the function has a gradient
     */
    public static void check(UnaryOperator<NDArray> function, NDArray at) {
        check(function, function, at);
    }

    /**
     * Of a function whose gradient is meant to be that of another, since it takes some of its values for constants.
     *
     * @param recorded gives one element; its gradient is the one that is recorded
     * @param differenced gives one element; it has the differences
     * @param at float64, where both have a gradient
     */
    public static void check(UnaryOperator<NDArray> recorded, UnaryOperator<NDArray> differenced, NDArray at) {
        NDManager manager = at.getManager();
        NDArray leaf = at.duplicate();
        leaf.setRequiresGradient(true);
        Autograd.backward(Autograd.recording(() -> recorded.apply(leaf)));
        double[] gradient = Autograd.gradient(leaf).orElseThrow().toDoubleArray();
        double[] point = at.toDoubleArray();
        for (int i = 0; i < point.length; i++) {
            double value = point[i];
            point[i] = value + STEP;
            double above =
                    differenced.apply(manager.create(point, at.getShape())).getDouble();
            point[i] = value - STEP;
            double below =
                    differenced.apply(manager.create(point, at.getShape())).getDouble();
            point[i] = value;
            assertThat(gradient[i]).as("[%d]", i).isCloseTo((above - below) / (2 * STEP), within(1e-8));
        }
    }
}
