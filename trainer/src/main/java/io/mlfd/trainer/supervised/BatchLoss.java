package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.StateDict;
import java.util.Optional;

/** The loss of one batch of images, from what the network makes of them. */
@FunctionalInterface
public interface BatchLoss {
    /** @param scope holds targets */
    LossTerms of(NetworkOutput output, ImageBatches.Images images, NDManager scope);

    /** What it learns beside the network, saved in checkpoints and left in no file of weights. */
    default Optional<StateDict> learned() {
        return Optional.empty();
    }
}
