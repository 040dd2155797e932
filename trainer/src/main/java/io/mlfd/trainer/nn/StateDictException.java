package io.mlfd.trainer.nn;

/** Tensors that are not this network's: one line that names the tensor. The reader of the file adds the file's name. */
public final class StateDictException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StateDictException(String message) {
        super(message);
    }
}
