package io.mlfd.trainer.method.mcl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;
import java.util.Optional;

/**
 * Every image of a batch against all others of it: what is like what, and which of them are of its class. An image is never
 * compared with itself, nor with what another network makes of it.
 */
final class OtherImages {
    /** The others of each image, (N, N - 1). */
    private final NDArray others;
    /** For each of them 1 over the number of those of the image's class, or 0 where it is of another. */
    private final NDArray positives;

    /**
     * @param labels (N), int64; every class is there twice at least
     * @param type of the embeddings
     */
    OtherImages(NDArray labels, DataType type) {
        long count = labels.size();
        NDManager scope = labels.getManager();
        NDArray image = scope.arange((int) count).toType(DataType.INT64, false).reshape(count, 1);
        NDArray place =
                scope.arange((int) count - 1).toType(DataType.INT64, false).reshape(1, count - 1);
        others = place.add(place.gte(image).toType(DataType.INT64, false));
        NDArray same = labels.reshape(count, 1)
                .eq(labels.reshape(1, count))
                .toType(type, false)
                .gather(others, 1);
        positives = same.div(same.sum(new int[] {1}, true));
    }

    /**
     * {@code s_ij = v_i^T u_j / temperature} for each image i and all others j.
     *
     * @param anchors v, (N, D), of length 1
     * @param embeddings u, (N, D), of length 1: of the same network or of another
     * @return (N, N - 1)
     */
    NDArray similarities(NDArray anchors, NDArray embeddings, double temperature) {
        NDArray all = Functional.linear(anchors, embeddings, Optional.empty());
        return Losses.scaled(all.gather(others, 1), 1 / temperature);
    }

    /**
     * {@code -1/N sum_i mean over the j of i's class of log softmax(s_i)_j}: InfoNCE with every other image as a candidate
     * (Yang et al. 2022; Khosla et al. 2020, eq. 2).
     *
     * @param similarities (N, N - 1)
     * @return one element
     */
    NDArray contrast(NDArray similarities) {
        NDArray sum = similarities.logSoftmax(1).mul(positives).sum();
        return Losses.scaled(sum, -1.0 / similarities.getShape().get(0));
    }
}
