package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What T* says about a batch of one data set.
 *
 * @param maps one per level, in the widths of that data set's student: (N, C, s, s), or (N, C) for the embedding
 * @param logits (N, classes)
 */
public record JointOutput(List<NDArray> maps, NDArray logits) {
    public JointOutput {
        maps = List.copyOf(maps);
    }
}
