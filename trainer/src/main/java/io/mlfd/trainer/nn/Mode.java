package io.mlfd.trainer.nn;

/** What a forward pass is for: {@code TRAIN} uses and updates batch statistics and drops units, {@code EVAL} does neither. */
public enum Mode {
    TRAIN,
    EVAL
}
