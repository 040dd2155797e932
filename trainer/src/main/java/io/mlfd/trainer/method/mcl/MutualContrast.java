package io.mlfd.trainer.method.mcl;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.mcl.TrainContrastingPeers;
import io.mlfd.contract.mcl.TrainContrastingPeers.Contrast;
import io.mlfd.contract.mcl.TrainContrastingPeers.Weights;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * The losses of all networks in mutual contrastive learning (Yang et al. 2022), summed. With the similarities s_(k l) of
 * network k's embeddings of a batch with network l's, C their {@linkplain OtherImages#contrast contrast}:
 *
 * <pre>
 * L_k = CE(z_k, y) + a C(s_(k k)) + sum_(l != k) ( b C(s_(k l)) + c KL(s_(l l) || s_(k k)) + d KL(s_(l k) || s_(k l)) )
 * </pre>
 *
 * Every divergence is at a temperature and times its square; its first argument teaches and gets no gradient from it. Both
 * networks' embeddings get that of a contrast or of a pupil's similarities between them.
 *
 * @param contrast with a, b, c, d as its weights
 * @param byLabels the cross-entropies; the paper has neither label smoothing nor class weights
 */
record MutualContrast(Contrast contrast, LabelLoss byLabels) {
    static final String VANILLA = "vanilla";
    static final String INTERACTIVE = "interactive";
    static final String SOFT_VANILLA = "soft-vanilla";
    static final String SOFT_INTERACTIVE = "soft-interactive";

    static MutualContrast of(TrainContrastingPeers work, LabelLoss byLabels) {
        return new MutualContrast(work.contrast(), byLabels);
    }

    /**
     * @param outputs of every network for the same images
     * @param labels (N), int64; every class is there twice at least
     */
    LossTerms of(ContrastingNetworks.Outputs outputs, NDArray labels) {
        List<NDArray> embeddings = outputs.embeddings();
        OtherImages others = new OtherImages(labels, embeddings.get(0).getDataType());
        List<List<NDArray>> similarities = embeddings.stream()
                .map(own -> embeddings.stream()
                        .map(other -> others.similarities(own, other, contrast.temperature()))
                        .toList())
                .toList();
        Weights weights = contrast.weights();
        List<Term> terms = new ArrayList<>();
        for (int k = 0; k < embeddings.size(); k++) {
            NDArray logits = outputs.logits().get(k);
            terms.add(term(LabelLoss.HARD, k, 1, byLabels.crossEntropy(logits, labels)));
            terms.add(term(
                    VANILLA,
                    k,
                    weights.vanilla(),
                    others.contrast(similarities.get(k).get(k))));
            List<NDArray> interactive = new ArrayList<>();
            List<NDArray> softVanilla = new ArrayList<>();
            List<NDArray> softInteractive = new ArrayList<>();
            for (int l = 0; l < embeddings.size(); l++) {
                if (l != k) {
                    NDArray between = similarities.get(k).get(l);
                    interactive.add(others.contrast(between));
                    softVanilla.add(divergence(
                            similarities.get(k).get(k), similarities.get(l).get(l)));
                    softInteractive.add(divergence(between, similarities.get(l).get(k)));
                }
            }
            terms.add(term(INTERACTIVE, k, weights.interactive(), sum(interactive)));
            terms.add(term(SOFT_VANILLA, k, weights.softVanilla(), sum(softVanilla)));
            terms.add(term(SOFT_INTERACTIVE, k, weights.softInteractive(), sum(softInteractive)));
        }
        return LossTerms.of(terms);
    }

    private NDArray divergence(NDArray pupil, NDArray teacher) {
        return Losses.kullbackLeibler(pupil, teacher, contrast.softTemperature());
    }

    private static NDArray sum(List<NDArray> terms) {
        return terms.stream().reduce(NDArray::add).orElseThrow();
    }

    private static Term term(String name, int network, double weight, NDArray value) {
        return new Term(name + " " + TrainContrastingPeers.peer(network + 1).id(), weight, value);
    }
}
