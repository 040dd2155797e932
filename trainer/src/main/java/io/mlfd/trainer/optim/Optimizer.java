package io.mlfd.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/**
 * Turns gradients into updates. A parameter that no gradient reached is left alone: no decay, no momentum, no count, as
 * in PyTorch after {@code zero_grad(set_to_none=True)}.
 */
public interface Optimizer extends AutoCloseable {
    /** Updates every parameter that has a gradient and clears the gradients. Scopes of the step may still be open. */
    void step(double learningRate);

    /** Forgets gradients without using them. */
    void clearGradients();

    /**
     * The state of every parameter, by parameter name and PyTorch's state name, such as {@code fc.weight.momentum_buffer}.
     * The moments are live, not copies: they are to be written before the next step.
     *
     * @param manager holds what has to be made for the answer, the step counts
     */
    Map<String, NDArray> state(NDManager manager);

    /**
     * Looks whether {@link #load} would take a state, and changes nothing.
     *
     * @throws OptimizerStateException naming the first tensor that is missing, unexpected or of another shape
     */
    void check(Map<String, NDArray> state);

    /**
     * Replaces the state by copies of {@code state}, which {@link #state} gave for the same parameters. Nothing is changed
     * unless everything fits.
     *
     * @throws OptimizerStateException naming the first tensor that is missing, unexpected or of another shape
     */
    void load(Map<String, NDArray> state);

    /** Frees the state. */
    @Override
    void close();
}
