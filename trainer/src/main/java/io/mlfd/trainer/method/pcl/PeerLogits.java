package io.mlfd.trainer.method.pcl;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What is learned by gradients, asked of one batch.
 *
 * @param peers z_1 to z_m, (N, K) each
 * @param ensemble z_en, (N, K)
 */
record PeerLogits(List<NDArray> peers, NDArray ensemble) {
    PeerLogits {
        peers = List.copyOf(peers);
    }
}
