package io.mlfd.trainer.method.one;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.mlfd.trainer.nn.Functional;
import java.util.ArrayList;
import java.util.List;

/**
 * What all classifiers say of a batch.
 *
 * @param branches z_1 to z_m, (N, K) each
 * @param gated z_e, (N, K)
 */
record GatedLogits(List<NDArray> branches, NDArray gated) {
    GatedLogits {
        branches = List.copyOf(branches);
    }

    /** Equation 2: z_e = sum_i g_i z_i. {@code weights}: g, (N, m) */
    static GatedLogits of(List<NDArray> branches, NDArray weights) {
        NDArray all = NDArrays.stack(new NDList(branches), 1);
        NDArray gated = all.mul(weights.expandDims(2)).sum(new int[] {1});
        return new GatedLogits(branches, gated);
    }

    /** The gated ensemble, the mean of the logits, and every branch. */
    List<NDArray> inOrder() {
        List<NDArray> all = new ArrayList<>(List.of(gated, Functional.mean(branches)));
        all.addAll(branches);
        return all;
    }
}
