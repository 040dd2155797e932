package io.mlfd.trainer.method.ffl;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.ffl.TrainFusion;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.loss.Ramp;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.StudentLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss of feature fusion learning (Kim et al. 2019), all of it at once:
 *
 * <pre>
 * L = sum_i CE(z_i, y) + CE(z_f, y) + w(epoch) (KL(z_e || z_f) + sum_i KL(z_f || z_i))
 * </pre>
 *
 * Every divergence is at a temperature and times its square; its first argument teaches and gets no gradient from it, and as
 * in the authors' code 1e-7 is added to the teacher's probabilities. w is a {@link Ramp}.
 *
 * @param byLabels the cross-entropies; the paper has neither label smoothing nor class weights
 */
record FusionLoss(double temperature, Ramp ramp, LabelLoss byLabels) {
    private static final double ADDED = 1e-7;

    static FusionLoss of(TrainFusion work, LabelLoss byLabels) {
        return new FusionLoss(work.temperature(), new Ramp(work.rampEpochs()), byLabels);
    }

    /**
     * @param labels (N), int64
     * @param epoch from 0
     */
    LossTerms of(FusedLogits logits, NDArray labels, int epoch) {
        double weight = ramp.weight(epoch);
        List<Term> hard = new ArrayList<>();
        List<Term> soft = new ArrayList<>();
        String fused = TrainFusion.FUSED.id();
        hard.add(byLabels.term(fused, logits.fused(), labels));
        soft.add(soft(fused, weight, logits.fused(), logits.ensemble()));
        for (NDArray branch : logits.branches()) {
            String name = TrainFusion.branch(hard.size()).id();
            hard.add(byLabels.term(name, branch, labels));
            soft.add(soft(name, weight, branch, logits.fused()));
        }
        hard.addAll(soft);
        return LossTerms.of(hard);
    }

    private Term soft(String learner, double weight, NDArray logits, NDArray teacher) {
        return new Term(
                StudentLoss.SOFT + " " + learner, weight, Losses.kullbackLeibler(logits, teacher, temperature, ADDED));
    }
}
