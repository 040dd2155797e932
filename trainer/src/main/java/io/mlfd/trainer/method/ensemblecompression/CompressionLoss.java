package io.mlfd.trainer.method.ensemblecompression;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.ensemblecompression.TrainWidths;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.StudentLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss of all n students (Walawalkar, Shen, Savvides 2020, §3), student 1 the widest:
 *
 * <pre>
 * L = sum_j (hard CE(z_j, y) + soft KL(z_ens || z_j)) + features sum_(j > 1) sum_b MSE(M_1^b, A_j^b(M_j^b)),   z_ens = mean_j z_j
 * </pre>
 *
 * The divergence is at a temperature and times its square. The ensemble and the maps of the widest teach and get no gradient
 * from it.
 *
 * @param byLabels the cross-entropies; the paper has neither label smoothing nor class weights
 */
record CompressionLoss(double temperature, LossWeights weights, LabelLoss byLabels) {
    /** The name of a student's term of maps, and what follows it. */
    private static final String FEATURES = "features ";

    static CompressionLoss of(TrainWidths work, LabelLoss byLabels) {
        return new CompressionLoss(work.temperature(), work.weights(), byLabels);
    }

    /** @param labels (N), int64 */
    LossTerms of(StudentOutputs outputs, NDArray labels) {
        NDArray ensemble = Functional.mean(outputs.logits());
        List<Term> hard = new ArrayList<>();
        List<Term> features = new ArrayList<>();
        List<Term> soft = new ArrayList<>();
        for (int student = 0; student < outputs.logits().size(); student++) {
            String name = TrainWidths.student(student + 1).id();
            NDArray own = outputs.logits().get(student);
            hard.add(new Term(LabelLoss.HARD + " " + name, weights.hard(), byLabels.crossEntropy(own, labels)));
            soft.add(new Term(
                    StudentLoss.SOFT + " " + name, weights.soft(), Losses.kullbackLeibler(own, ensemble, temperature)));
            if (student > 0) {
                features.add(new Term(
                        FEATURES + name,
                        weights.features(),
                        ofMaps(outputs.adapted().get(student - 1), outputs.widest())));
            }
        }
        List<Term> all = new ArrayList<>(hard);
        all.addAll(features);
        all.addAll(soft);
        return LossTerms.of(all);
    }

    private static NDArray ofMaps(List<NDArray> adapted, List<NDArray> widest) {
        List<NDArray> errors = new ArrayList<>();
        for (int stage = 0; stage < widest.size(); stage++) {
            errors.add(Losses.meanSquaredError(adapted.get(stage), widest.get(stage)));
        }
        return errors.stream().reduce(NDArray::add).orElseThrow();
    }
}
