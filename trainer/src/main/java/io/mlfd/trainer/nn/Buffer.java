package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** A tensor that is saved with the network but not learned by gradients: running statistics. */
public final class Buffer implements Variable {
    private final String name;
    private final NDManager owner;
    private NDArray tensor;

    Buffer(String name, NDManager owner, NDArray value) {
        this.name = name;
        this.owner = owner;
        this.tensor = copy(owner, value);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public NDArray tensor() {
        return tensor;
    }

    @Override
    public void assign(NDArray value) {
        NDArray fresh = copy(owner, value);
        tensor.close();
        tensor = fresh;
    }

    private static NDArray copy(NDManager owner, NDArray value) {
        // A copy, because a tensor made from a Java buffer borrows its memory from that buffer.
        NDArray copy = value.duplicate();
        copy.attach(owner);
        return copy;
    }
}
