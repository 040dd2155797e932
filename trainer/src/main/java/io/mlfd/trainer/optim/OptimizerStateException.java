package io.mlfd.trainer.optim;

/** Tensors that are not this optimiser's state: one line that names the tensor. The reader of the file adds the file's name. */
public final class OptimizerStateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OptimizerStateException(String message) {
        super(message);
    }
}
