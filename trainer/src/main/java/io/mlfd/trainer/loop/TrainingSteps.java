package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.Scalar;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.random.RandomKey;
import java.util.List;
import java.util.Map;

/** The steps of a training: what a step computes and what it moves. */
final class TrainingSteps {
    private final TorchEngine engine;
    private final Learner learner;
    private final Optimisers optimisers;
    private final ChosenWeights chosen;
    private final UpdateSteps updates;
    private final RandomKey key;

    /** @param key of what PyTorch's generator draws */
    TrainingSteps(
            TorchEngine engine,
            Learner learner,
            Optimisers optimisers,
            ChosenWeights chosen,
            UpdateSteps updates,
            RandomKey key) {
        this.engine = engine;
        this.learner = learner;
        this.optimisers = optimisers;
        this.chosen = chosen;
        this.updates = updates;
        this.key = key;
    }

    /** Whether nothing of a step before is left undone when the step begins. */
    boolean begins(long step) {
        return updates.begins(step);
    }

    /**
     * Does one step.
     *
     * @throws IllegalArgumentException for phases that cannot be, naming phase, parameter or optimiser
     */
    StepFigures run(long step) {
        List<Phase> phases = learner.phases(step);
        optimisers.check(step, phases);
        if (updates.every() > 1 && phases.size() > 1) {
            throw new IllegalArgumentException(
                    "accumulate: " + updates.every() + " batches an update, and a step has phases "
                            + phases.stream().map(Phase::name).toList());
        }
        StepFigures figures = StepFigures.NONE;
        for (Phase phase : phases) {
            figures = run(phase, step, figures);
        }
        try (NDManager scope = engine.step()) {
            Autograd.withoutRecording(() -> learner.stepped(step, scope));
        }
        if (updates.ends(step)) {
            chosen.updated(updates.before(step));
        }
        return figures;
    }

    /** The learning rates of a step by optimiser, in their order. */
    Map<String, Double> learningRates(long step) {
        return optimisers.learningRates(step);
    }

    private StepFigures run(Phase phase, long step, StepFigures before) {
        engine.seed(phase.key(key.with(step)).state());
        StepLoss loss;
        LossTerms.Values values;
        try (NDManager scope = engine.step()) {
            loss = Autograd.recording(() -> learner.loss(phase, step, scope));
            // Read before the backward pass: a loss that is not finite changes no weight.
            values = loss.terms().values(step + 1, phase.name());
            Autograd.backward(share(loss.terms().total(), updates.size(step)));
        }
        optimisers.step(phase, step);
        return before.plus(phase, loss, values);
    }

    /** What a batch's loss adds to that of all whose gradients are averaged. */
    private static NDArray share(NDArray loss, int batches) {
        return batches == 1
                ? loss
                : Autograd.recording(() -> loss.div(Scalar.of(loss.getManager(), batches, loss.getDataType())));
    }
}
