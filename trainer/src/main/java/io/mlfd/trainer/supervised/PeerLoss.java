package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;
import java.util.ArrayList;
import java.util.List;

/**
 * The losses of networks that learn from labels and from each other's logits, summed:
 *
 * <pre>
 * L_k = CE(z_k, y) + w 1/|T_k| sum_(l in T_k) KL(z_l || z_k)        T_k: those that k learns from
 * </pre>
 *
 * Every divergence is at a temperature and times its square; its first argument teaches and gets no gradient from it, so that
 * the gradient of the sum is for each network that of its own loss.
 *
 * @param names of the networks in the names of terms
 * @param weight w
 * @param byLabels the cross-entropies
 */
public record PeerLoss(List<String> names, Teaching teaching, double temperature, double weight, LabelLoss byLabels) {
    public PeerLoss {
        names = List.copyOf(names);
        if (names.size() != teaching.networks()) {
            throw new IllegalArgumentException(names + " are not " + teaching.networks() + " names");
        }
    }

    /**
     * @param logits of every network for the same images, (N, C) each
     * @param labels (N), int64
     */
    public LossTerms of(List<NDArray> logits, NDArray labels) {
        List<Term> hard = new ArrayList<>();
        List<Term> soft = new ArrayList<>();
        for (int peer = 0; peer < logits.size(); peer++) {
            String name = names.get(peer);
            NDArray own = logits.get(peer);
            hard.add(byLabels.term(name, own, labels));
            soft.add(new Term(StudentLoss.SOFT + " " + name, weight, fromTeachers(logits, peer)));
        }
        hard.addAll(soft);
        return LossTerms.of(hard);
    }

    private NDArray fromTeachers(List<NDArray> logits, int pupil) {
        return Functional.mean(teaching.teachersOf(pupil).stream()
                .map(teacher -> Losses.kullbackLeibler(logits.get(pupil), logits.get(teacher), temperature))
                .toList());
    }
}
