package io.mlfd.trainer.method.pcl;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.pcl.TrainCollaborators;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.loss.Ramp;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.StudentLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The loss of peer collaborative learning (Wu and Gong 2021), all of it at once. With the logits z_j of m peers, z_en of the
 * classifier over all of them and a_j of the peers' running averages:
 *
 * <pre>
 * L = CE(z_en, y) + sum_j [ CE(z_j, y) + w(epoch) ( u KL(z_en || z_j) + v 1/(m-1) sum_(l != j) KL(a_l || z_j) ) ]
 * </pre>
 *
 * Every divergence is at a temperature and times its square; its first argument teaches and gets no gradient from it. w is a
 * {@link Ramp}.
 *
 * @param ensembleWeight u
 * @param averagesWeight v
 * @param byLabels the cross-entropies; the paper has neither label smoothing nor class weights
 */
record CollaborativeLoss(
        double temperature, double ensembleWeight, double averagesWeight, Ramp ramp, LabelLoss byLabels) {
    static CollaborativeLoss of(TrainCollaborators work, LabelLoss byLabels) {
        return new CollaborativeLoss(
                work.temperature(),
                work.variant().ensembleTeaches() ? work.weight() : 0,
                work.variant().averagesTeach() ? work.weight() : 0,
                new Ramp(work.rampEpochs()),
                byLabels);
    }

    /**
     * @param averages a_1 to a_m, (N, K) each
     * @param labels (N), int64
     * @param epoch from 0
     */
    LossTerms of(PeerLogits logits, List<NDArray> averages, NDArray labels, int epoch) {
        double ramped = ramp.weight(epoch);
        List<Term> hard = new ArrayList<>();
        List<Term> fromEnsemble = new ArrayList<>();
        List<Term> fromAverages = new ArrayList<>();
        hard.add(byLabels.term("ensemble", logits.ensemble(), labels));
        for (int j = 0; j < logits.peers().size(); j++) {
            NDArray own = logits.peers().get(j);
            String peer = "peer-" + (j + 1);
            hard.add(byLabels.term(peer, own, labels));
            fromEnsemble.add(new Term(
                    StudentLoss.SOFT + " ensemble to " + peer,
                    ensembleWeight * ramped,
                    Losses.kullbackLeibler(own, logits.ensemble(), temperature)));
            fromAverages.add(new Term(
                    StudentLoss.SOFT + " EMA to " + peer, averagesWeight * ramped, fromOthers(own, averages, j)));
        }
        List<Term> all = new ArrayList<>(hard);
        all.addAll(fromEnsemble);
        all.addAll(fromAverages);
        return LossTerms.of(all);
    }

    private NDArray fromOthers(NDArray own, List<NDArray> averages, int pupil) {
        return Functional.mean(IntStream.range(0, averages.size())
                .filter(other -> other != pupil)
                .mapToObj(other -> Losses.kullbackLeibler(own, averages.get(other), temperature))
                .toList());
    }
}
