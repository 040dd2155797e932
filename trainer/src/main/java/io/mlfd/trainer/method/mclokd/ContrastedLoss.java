package io.mlfd.trainer.method.mclokd;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.StudentLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss of multi-view contrastive learning for online distillation (Yang et al. 2021), all of it at once:
 *
 * <pre>
 * L = sum_j CE(z_j, y) + a KL(z_e || z_1) + b sum_j sum_(i != j) NCE(v_j, memory of i),   z_e = mean_j z_j
 * </pre>
 *
 * The divergence is at a temperature and times its square; neither the ensemble that teaches nor a memory gets a gradient.
 *
 * @param byLabels the cross-entropies; the paper has neither label smoothing nor class weights
 */
record ContrastedLoss(
        TrainContrastedBranches.Ensemble ensemble, TrainContrastedBranches.Contrast contrast, LabelLoss byLabels) {
    /** Of a branch's term. */
    static final String CONTRAST = "contrast";

    static ContrastedLoss of(TrainContrastedBranches work, LabelLoss byLabels) {
        return new ContrastedLoss(work.ensemble(), work.contrast(), byLabels);
    }

    /**
     * @param outputs of every branch for N images
     * @param memories of every branch, (T, D) each
     * @param candidates (N, 1 + K), int64: rows of the memories, each image's own first
     * @param labels (N), int64
     */
    LossTerms of(ContrastedNetwork.Outputs outputs, List<NDArray> memories, NDArray candidates, NDArray labels) {
        List<Term> terms = new ArrayList<>();
        List<NDArray> logits = outputs.logits();
        for (int branch = 0; branch < logits.size(); branch++) {
            terms.add(new Term(name(LabelLoss.HARD, branch), 1, byLabels.crossEntropy(logits.get(branch), labels)));
        }
        terms.add(new Term(
                name(StudentLoss.SOFT, 0),
                ensemble.weight(),
                Losses.kullbackLeibler(logits.get(0), Functional.mean(logits), ensemble.temperature())));
        for (int branch = 0; branch < logits.size(); branch++) {
            terms.add(new Term(
                    name(CONTRAST, branch),
                    contrast.weight(),
                    withOthers(outputs.embeddings().get(branch), branch, memories, candidates)));
        }
        return LossTerms.of(terms);
    }

    /** The sum of a branch's contrasts with the memories of all others: one element. {@code branch}: from 0 */
    NDArray withOthers(NDArray embeddings, int branch, List<NDArray> memories, NDArray candidates) {
        NoiseContrast noise = new NoiseContrast(contrast.temperature());
        List<NDArray> contrasts = new ArrayList<>();
        for (int other = 0; other < memories.size(); other++) {
            if (other != branch) {
                contrasts.add(noise.of(embeddings, memories.get(other), candidates));
            }
        }
        return contrasts.stream().reduce(NDArray::add).orElseThrow();
    }

    private static String name(String term, int branch) {
        return term + " " + TrainContrastedBranches.branch(branch + 1).id();
    }
}
