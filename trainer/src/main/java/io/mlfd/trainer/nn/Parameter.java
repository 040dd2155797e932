package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Autograd;
import java.util.Optional;

/** A learned tensor with its gradient. */
public final class Parameter implements Variable {
    private final String name;
    private final NDManager owner;
    private NDArray tensor;

    Parameter(String name, NDManager owner, NDArray value) {
        this.name = name;
        this.owner = owner;
        this.tensor = leaf(owner, value);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NDArray tensor() {
        return tensor;
    }

    /** The gradient of the backward passes since the last {@link #clearGradient()}, empty when none got here. To be closed by the caller. */
    public Optional<NDArray> gradient() {
        return Autograd.gradient(tensor);
    }

    /**
     * Forgets the gradient, as {@code zero_grad(set_to_none=True)} does: a parameter that the next batch does not reach
     * then has none, and an optimiser leaves it alone instead of decaying it.
     */
    public void clearGradient() {
        // DJL can zero a gradient but not remove it; a new leaf over the same storage has none.
        NDArray fresh = tensor.stopGradient();
        fresh.setRequiresGradient(true);
        continueAs(fresh);
    }

    /**
     * Goes on as another leaf over the same storage, one without a gradient, which it takes over: what {@link #clearGradient()}
     * does, for who makes leaves of many parameters at once.
     */
    public void continueAs(NDArray leaf) {
        leaf.attach(owner);
        tensor.close();
        tensor = leaf;
    }

    @Override
    public void assign(NDArray value) {
        NDArray fresh = leaf(owner, value);
        tensor.close();
        tensor = fresh;
    }

    private static NDArray leaf(NDManager owner, NDArray value) {
        // A copy, because a tensor made from a Java buffer borrows its memory from that buffer.
        NDArray leaf = value.duplicate();
        leaf.attach(owner);
        leaf.setRequiresGradient(true);
        return leaf;
    }
}
