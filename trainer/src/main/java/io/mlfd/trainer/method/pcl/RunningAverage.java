package io.mlfd.trainer.method.pcl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Scalar;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.nn.Variable;
import java.util.Map;

/**
 * A network that follows another as the exponential moving average of all its variables (Tarvainen and Valpola 2017, Wu and
 * Gong 2021), running statistics of batch normalisation among them:
 *
 * <pre>
 * a = phi(g) a + (1 - phi(g)) v       phi(g) = min(1 - 1 / (g + 1), decay)       g: steps that were done before
 * </pre>
 *
 * <p>While phi is below the decay, a is the plain mean of the values after each step so far.
 */
final class RunningAverage {
    private final StateDict average;
    private final StateDict followed;
    private final double decay;

    /**
     * Begins with the values of what is followed.
     *
     * @param average variables of the same names and shapes; buffers, so that no gradient moves them
     * @param decay in [0, 1)
     */
    RunningAverage(StateDict average, StateDict followed, double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("decay: " + decay + " is not in [0, 1)");
        }
        average.load(followed.tensors());
        this.average = average;
        this.followed = followed;
        this.decay = decay;
    }

    /**
     * Takes in the values after a step; called without recording.
     *
     * @param step g, from 0
     * @param scope holds what is computed on the way
     */
    void stepped(long step, NDManager scope) {
        double phi = phi(step);
        NDArray kept = Scalar.of(scope, phi);
        NDArray taken = Scalar.of(scope, 1 - phi);
        Map<String, NDArray> own = average.tensors();
        for (Map.Entry<String, Variable> variable : followed.variables().entrySet()) {
            // The scope's tensor stands left, so that the product is the scope's and ends with it.
            own.get(variable.getKey())
                    .muli(kept)
                    .addi(taken.mul(variable.getValue().tensor()));
        }
    }

    /** What is kept of the average in a step. */
    double phi(long step) {
        return Math.min(1 - 1.0 / (step + 1), decay);
    }
}
