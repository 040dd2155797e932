package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.ArrayList;
import java.util.List;

/**
 * Cross-entropy with labels, and beta times the distance of each translation to its target as unit vectors (Park and Kwak
 * 2019): the terms of several teachers are summed, not averaged.
 */
record FeedLoss(Translators translators, List<TargetMaps> targets, double beta, LabelLoss byLabels) {
    FeedLoss {
        targets = List.copyOf(targets);
    }

    /** The name of a teacher's term. {@code teacher}: from 1 */
    static String teacher(int teacher) {
        return "teacher " + teacher;
    }

    /**
     * @param output of the student for the images
     * @param images (N, 3, S, S)
     * @param labels (N), int64
     */
    LossTerms of(NetworkOutput output, NDArray images, NDArray labels) {
        List<Term> terms = new ArrayList<>();
        terms.add(new Term(LabelLoss.HARD, 1, byLabels.crossEntropy(output.logits(), labels)));
        List<NDArray> translated = translators.translated(output, Mode.TRAIN);
        for (int i = 0; i < targets.size(); i++) {
            terms.add(new Term(
                    teacher(i + 1),
                    beta,
                    UnitMaps.distance(translated.get(i), targets.get(i).of(images))));
        }
        return LossTerms.of(terms);
    }
}
