package io.mlfd.trainer.method.ensemblecompression;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What students say of the same images.
 *
 * @param logits of every one, from the widest, (N, K) each
 * @param widest its maps, one a stage, (N, C, H, W)
 * @param adapted those of every other one, from the second, one a stage, in the shapes of the widest's
 */
record StudentOutputs(List<NDArray> logits, List<NDArray> widest, List<List<NDArray>> adapted) {
    StudentOutputs {
        logits = List.copyOf(logits);
        widest = List.copyOf(widest);
        adapted = adapted.stream().map(List::copyOf).toList();
    }
}
