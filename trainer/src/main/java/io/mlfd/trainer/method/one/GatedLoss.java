package io.mlfd.trainer.method.one;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.one.TrainGatedBranches;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.loss.Ramp;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.StudentLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss of the on-the-fly native ensemble (Lan, Zhu, Gong 2018, equation 7):
 *
 * <pre>
 * L = sum_i CE(z_i, y) + CE(z_e, y) + w(epoch) sum_i KL(z_e || z_i)
 * </pre>
 *
 * Every divergence is at a temperature and times its square; z_e teaches and gets no gradient from it, and as in the authors'
 * code 1e-7 is added to its probabilities. w is a {@link Ramp}, which is the authors' code's and not the paper's.
 *
 * @param byLabels the cross-entropies; the paper has neither label smoothing nor class weights
 */
record GatedLoss(double temperature, Ramp ramp, LabelLoss byLabels) {
    private static final double ADDED = 1e-7;

    static GatedLoss of(TrainGatedBranches work, LabelLoss byLabels) {
        return new GatedLoss(work.temperature(), new Ramp(work.rampEpochs()), byLabels);
    }

    /**
     * @param labels (N), int64
     * @param epoch from 0
     */
    LossTerms of(GatedLogits logits, NDArray labels, int epoch) {
        double weight = ramp.weight(epoch);
        List<Term> hard = new ArrayList<>();
        List<Term> soft = new ArrayList<>();
        hard.add(byLabels.term(TrainGatedBranches.GATED.id(), logits.gated(), labels));
        for (NDArray branch : logits.branches()) {
            String name = TrainGatedBranches.branch(hard.size()).id();
            hard.add(byLabels.term(name, branch, labels));
            soft.add(new Term(
                    StudentLoss.SOFT + " " + name,
                    weight,
                    Losses.kullbackLeibler(branch, logits.gated(), temperature, ADDED)));
        }
        hard.addAll(soft);
        return LossTerms.of(hard);
    }
}
