package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.NoDecay;
import io.mlfd.contract.Training;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.GradientClip;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Schedule;
import io.mlfd.trainer.optim.Sgd;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** From the order's words to the things themselves. */
final class TrainingSettings {
    private TrainingSettings() {}

    /** @param manager holds the optimiser's state */
    static Optimizer optimizer(Optimised optimised, NDManager manager) {
        Training.Optimizer optimizer = optimised.optimizer();
        List<ParameterGroup> groups = groups(optimised);
        return switch (optimizer.name()) {
            case ADAMW -> new AdamW(groups, manager);
            case SGD -> new Sgd(groups, optimizer.momentum(), optimizer.nesterov(), manager);
        };
    }

    private static List<ParameterGroup> groups(Optimised optimised) {
        double weightDecay = optimised.optimizer().weightDecay();
        List<ParameterGroup> groups =
                switch (optimised.optimizer().noDecay().orElse(NoDecay.NONE)) {
                    case NONE -> ParameterGroup.all(optimised.parameters(), weightDecay);
                    case NORMS_AND_BIASES -> ParameterGroup.decayOnlyMatrices(optimised.parameters(), weightDecay);
                };
        OptionalDouble layerDecay = optimised.optimizer().layerDecay();
        return layerDecay.isPresent() ? ParameterGroup.byLayer(groups, layerDecay.getAsDouble()) : groups;
    }

    /** What gradients of these parameters are clipped by, empty where they are followed as they are. */
    static Optional<GradientClip> clip(Optimised optimised, NDManager manager) {
        OptionalDouble bound = optimised.optimizer().clipNorm();
        return bound.isPresent()
                ? Optional.of(new GradientClip(optimised.parameters(), bound.getAsDouble(), manager))
                : Optional.empty();
    }

    static Schedule schedule(Optimised optimised) {
        double base = optimised.optimizer().learningRate();
        Training.Schedule schedule = optimised.schedule();
        if (schedule instanceof Training.Constant constant) {
            return warmed(new Schedule.Constant(base), constant.warmup());
        }
        if (schedule instanceof Training.Step step) {
            return warmed(new Schedule.Step(base, step.milestones(), step.gamma()), step.warmup());
        }
        if (schedule instanceof Training.Cosine cosine) {
            return new Schedule.Cosine(base, cosine.warmup());
        }
        if (schedule instanceof Training.OneCycle cycle) {
            return new Schedule.OneCycle(base, cycle.warmup());
        }
        throw new IllegalArgumentException("schedule: there is none for " + schedule);
    }

    private static Schedule warmed(Schedule schedule, OptionalDouble warmup) {
        return warmup.isPresent() ? new Schedule.Warmed(schedule, warmup.getAsDouble()) : schedule;
    }
}
