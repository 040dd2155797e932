package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;

/** A tensor that is saved with the network but not learned by gradients: running statistics, averages, memories. */
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

    /**
     * Takes over copies of some rows. The others stay, and nothing as large as the whole is made: a memory of all images costs
     * a step no more than the batch's share of it.
     *
     * @param at which rows, (R), int64, no two alike
     * @param rows (R, ...), of this buffer's data type
     */
    public void assignRows(NDArray at, NDArray rows) {
        tensor.set(new NDIndex("{}", at), rows);
    }

    private static NDArray copy(NDManager owner, NDArray value) {
        // A copy, because a tensor made from a Java buffer borrows its memory from that buffer.
        NDArray copy = value.duplicate();
        copy.attach(owner);
        return copy;
    }
}
