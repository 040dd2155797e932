package io.mlfd.trainer.method.dml;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.PeerLoss;
import io.mlfd.trainer.supervised.Teaching;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The losses of all K peers (Zhang et al. 2018, §2), summed, as a {@link PeerLoss} in which each learns from all others:
 *
 * <pre>
 * L_k = CE(z_k, y) + w 1/(K-1) sum_(l != k) KL(z_l || z_k)
 * </pre>
 *
 * @param weight w
 * @param byLabels the cross-entropies; the paper has neither label smoothing nor class weights
 */
record MutualLoss(double temperature, double weight, LabelLoss byLabels) {
    static MutualLoss of(TrainPeers work, LabelLoss byLabels) {
        return new MutualLoss(work.temperature(), work.weight(), byLabels);
    }

    /**
     * @param logits of every peer for the same images, (N, C) each
     * @param labels (N), int64
     */
    LossTerms of(List<NDArray> logits, NDArray labels) {
        int peers = logits.size();
        List<String> names = IntStream.rangeClosed(1, peers)
                .mapToObj(number -> TrainPeers.peer(number).id())
                .toList();
        return new PeerLoss(names, Teaching.allPairs(peers), temperature, weight, byLabels).of(logits, labels);
    }
}
