package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.loss.LossTerms;
import java.util.OptionalInt;

/**
 * One step's loss.
 *
 * @param images in the batch
 * @param correct how many of them were classified rightly, where that is known at no cost
 */
public record StepLoss(LossTerms terms, int images, OptionalInt correct) {
    /**
     * That of a step that classified its images, whatever else its loss consists of.
     *
     * @param logits (N, K)
     * @param labels (N), int64; or (N, K), each image's shares of classes, of which the one with the largest counts as right. What is
     *     computed from them joins their scope
     */
    public static StepLoss ofClassification(LossTerms terms, NDArray logits, NDArray labels) {
        long correct = Autograd.withoutRecording(
                () -> classes(labels).eq(logits.argMax(1)).countNonzero().getLong());
        int images = Math.toIntExact(labels.getShape().get(0));
        return new StepLoss(terms, images, OptionalInt.of(Math.toIntExact(correct)));
    }

    private static NDArray classes(NDArray labels) {
        return labels.getShape().dimension() == 1 ? labels : labels.argMax(1);
    }
}
