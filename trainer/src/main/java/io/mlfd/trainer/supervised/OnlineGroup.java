package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.Output;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.nn.Functional;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What is trained at once of one data set, and what is tested of it.
 *
 * @param tested the classifiers that are tested
 * @param logits those of each of them, (N, K), in that order, for normalised images (N, 3, S, S)
 * @param means what is the mean of whose accuracies
 */
public record OnlineGroup(
        Learner learner, List<Output> tested, Function<NDArray, List<NDArray>> logits, List<Mean> means) {
    public OnlineGroup {
        tested = List.copyOf(tested);
        means = List.copyOf(means);
    }

    /**
     * Of networks that are trained as equals: each of them is tested, then their ensemble, and their mean is shown.
     *
     * @param logits of each network in order, (N, K), for normalised images
     */
    public static OnlineGroup ofPeers(
            Learner learner,
            List<Output> peers,
            Output ensemble,
            Output mean,
            Function<NDArray, List<NDArray>> logits) {
        List<Output> tested = new ArrayList<>(peers);
        tested.add(ensemble);
        return new OnlineGroup(
                learner, tested, images -> withEnsemble(logits.apply(images)), List.of(new Mean(mean, peers)));
    }

    /**
     * Of a control, of whose networks only the first is compared.
     *
     * @param logits those of the first network, (N, K), for normalised images
     */
    public static OnlineGroup ofFirst(Learner learner, Output first, Function<NDArray, NDArray> logits) {
        return new OnlineGroup(learner, List.of(first), images -> List.of(logits.apply(images)), List.of());
    }

    private static List<NDArray> withEnsemble(List<NDArray> logits) {
        List<NDArray> all = new ArrayList<>(logits);
        all.add(Functional.mean(logits));
        return List.copyOf(all);
    }

    /** The mean of the accuracies of some that are tested. */
    public record Mean(Output output, List<Output> of) {
        public Mean {
            of = List.copyOf(of);
        }
    }
}
