package io.mlfd.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.engine.UnreachableMemory;
import io.mlfd.trainer.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Holds a learner to it that whatever its loss is computed from stays in memory until the backward pass has read it. */
public final class StepMemory {
    private static final int REPETITIONS = 5;

    private StepMemory() {}

    /** The gradients of the first step are the same bits when memory is taken back before the backward pass. */
    public static void assertKeptUntilTheBackwardPass(TorchEngine engine, Learner learner) {
        Map<String, float[]> expected = gradients(engine, learner, () -> {});
        assertThat(expected).isNotEmpty();
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            assertThat(gradients(engine, learner, UnreachableMemory::overwrite))
                    .usingRecursiveComparison()
                    .isEqualTo(expected);
        }
    }

    private static Map<String, float[]> gradients(TorchEngine engine, Learner learner, Runnable beforeBackward) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        for (Phase phase : learner.phases(0)) {
            engine.seed(1);
            try (NDManager scope = engine.step()) {
                StepLoss loss = Autograd.recording(() -> learner.loss(phase, 0, scope));
                beforeBackward.run();
                Autograd.backward(loss.terms().total());
            }
            for (Parameter parameter : learner.state().parameters()) {
                parameter
                        .gradient()
                        .ifPresent(gradient -> gradients.put(phase.term(parameter.name()), closed(gradient)));
                parameter.clearGradient();
            }
        }
        return gradients;
    }

    private static float[] closed(NDArray gradient) {
        try (gradient) {
            return gradient.toFloatArray();
        }
    }
}
