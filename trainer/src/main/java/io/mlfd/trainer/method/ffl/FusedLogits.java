package io.mlfd.trainer.method.ffl;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.nn.Functional;
import java.util.List;

/**
 * What all classifiers say of a batch.
 *
 * @param branches z_1 to z_m, (N, K) each
 * @param fused z_f, (N, K)
 */
record FusedLogits(List<NDArray> branches, NDArray fused) {
    FusedLogits {
        branches = List.copyOf(branches);
    }

    /** z_e, the mean of the branches' logits, (N, K). */
    NDArray ensemble() {
        return Functional.mean(branches);
    }
}
