package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.NetworkOutput;

/** Cross-entropy with hard labels. */
public record LabelLoss(double labelSmoothing) implements BatchLoss {
    /** The term's name in curves and messages. */
    public static final String HARD = "hard";

    @Override
    public LossTerms of(NetworkOutput output, ImageBatches.Images images, NDManager scope) {
        return LossTerms.of(new LossTerms.Term(
                HARD, 1, Losses.crossEntropy(output.logits(), images.arrays().labels(), labelSmoothing)));
    }

    /**
     * The term of one of several classifiers that are trained at once, named after it.
     *
     * @param logits (N, K)
     * @param labels (N), int64
     */
    public LossTerms.Term term(String learner, NDArray logits, NDArray labels) {
        return new LossTerms.Term(HARD + " " + learner, 1, Losses.crossEntropy(logits, labels, labelSmoothing));
    }
}
