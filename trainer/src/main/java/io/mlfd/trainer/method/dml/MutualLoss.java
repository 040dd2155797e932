package io.mlfd.trainer.method.dml;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.StudentLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * The losses of all K peers (Zhang et al. 2018, §2), summed:
 *
 * <pre>
 * L_k = CE(z_k, y) + w 1/(K-1) sum_(l != k) KL(z_l || z_k)
 * </pre>
 *
 * Every divergence is at a temperature and times its square; its first argument teaches and gets no gradient from it, so that
 * the gradient of the sum is for each peer that of its own loss.
 *
 * @param weight w
 * @param labelSmoothing of the cross-entropies; the paper has none
 */
record MutualLoss(double temperature, double weight, double labelSmoothing) {
    static MutualLoss of(TrainPeers work) {
        return new MutualLoss(work.temperature(), work.weight(), work.training().labelSmoothing());
    }

    /**
     * @param logits of every peer for the same images, (N, C) each
     * @param labels (N), int64
     */
    LossTerms of(List<NDArray> logits, NDArray labels) {
        List<Term> hard = new ArrayList<>();
        List<Term> soft = new ArrayList<>();
        for (int peer = 0; peer < logits.size(); peer++) {
            String name = TrainPeers.peer(peer + 1).id();
            NDArray own = logits.get(peer);
            hard.add(new Term(LabelLoss.HARD + " " + name, 1, Losses.crossEntropy(own, labels, labelSmoothing)));
            soft.add(new Term(StudentLoss.SOFT + " " + name, weight, fromOthers(logits, peer)));
        }
        hard.addAll(soft);
        return LossTerms.of(hard);
    }

    private NDArray fromOthers(List<NDArray> logits, int pupil) {
        List<NDArray> divergences = new ArrayList<>();
        for (int peer = 0; peer < logits.size(); peer++) {
            if (peer != pupil) {
                divergences.add(Losses.kullbackLeibler(logits.get(pupil), logits.get(peer), temperature));
            }
        }
        return Functional.mean(divergences);
    }
}
