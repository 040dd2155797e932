package io.mlfd.trainer.method.mclokd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;
import java.util.Optional;

/**
 * Noise-contrastive estimation over a memory (Yang et al. 2021, eq. 11; Tian et al. 2020, eq. 18). With the similarities s =
 * v^T m / temperature of an embedding v and K + 1 of the memory's, the first of the same image, the others of K images of
 * other classes, in a batch of N:
 *
 * <pre>
 * NCE = 1/N sum over images of ( -log P(s_0) - sum_k log (1 - P(s_k)) )
 * P(s) = p / (p + K/T),   p = exp(s) / Z,   Z = T mean exp(s)
 * </pre>
 *
 * T is the number of images in the memory. As in the authors' code Z is estimated anew from all (K + 1) N similarities of a
 * batch and is a constant to the gradient. T then cancels out, {@code P(s) = sigmoid(s - log(K mean exp(s)))}, which is how it
 * is computed: without overflow at low temperatures, and without the 1e-7 that the authors add to denominators.
 */
record NoiseContrast(double temperature) {
    /**
     * @param embeddings (N, D), of length 1
     * @param memory (T, D), of length 1 each; no gradient reaches it
     * @param candidates (N, 1 + K), int64: rows of the memory, each image's own first
     * @return one element
     */
    NDArray of(NDArray embeddings, NDArray memory, NDArray candidates) {
        NDArray fixed = memory.stopGradient();
        // It would live as long as the memory does.
        fixed.attach(embeddings.getManager());
        // All T similarities are fewer numbers than the K + 1 rows an image that they would otherwise be computed from.
        NDArray all = Functional.linear(embeddings, fixed, Optional.empty());
        NDArray similarities = Losses.scaled(all.gather(candidates, 1), 1 / temperature);
        NDArray relative = similarities.sub(level(similarities.stopGradient()));
        NDArray own = Functional.softplus(relative.get(new NDIndex(":, :1")).neg());
        NDArray others = Functional.softplus(relative.get(new NDIndex(":, 1:")));
        return Losses.scaled(
                own.sum().add(others.sum()), 1.0 / embeddings.getShape().get(0));
    }

    /** {@code log(K mean exp(s))} of similarities (N, 1 + K): one element. */
    private static NDArray level(NDArray similarities) {
        NDArray highest = similarities.max();
        NDArray mean = similarities.sub(highest).exp().mean();
        long negatives = similarities.getShape().get(1) - 1;
        return Losses.scaled(mean, (double) negatives).log().add(highest);
    }
}
