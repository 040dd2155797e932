package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loss.LossTerms;
import java.util.List;

/** The control that learns from logits alone. */
record NoMaps() implements MapPhases {
    @Override
    public List<Optimised> optimised() {
        return List.of();
    }

    @Override
    public List<Phase> phases() {
        return List.of();
    }

    @Override
    public LossTerms loss(Phase phase, NDArray images) {
        throw new IllegalArgumentException("phase " + phase.name() + ": maps are not learnt from");
    }
}
