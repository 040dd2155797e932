package io.mlfd.result;

/** Which epoch's weights. */
public enum Selection {
    /** Weights after the last epoch. */
    LAST,
    /** Weights of the epoch with the highest validation accuracy. */
    BEST
}
