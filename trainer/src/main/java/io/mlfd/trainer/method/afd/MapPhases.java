package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loss.LossTerms;
import java.util.List;

/** What follows the phase of the logits within a step: how networks learn from each other's maps. */
interface MapPhases {
    /** Beside the optimiser of the logits. */
    List<Optimised> optimised();

    /** In order, none where maps are not learnt from. */
    List<Phase> phases();

    /**
     * The loss of one of them.
     *
     * @param images (N, 3, S, S), normalised, those of the phase of the logits, which has counted them
     */
    LossTerms loss(Phase phase, NDArray images);
}
