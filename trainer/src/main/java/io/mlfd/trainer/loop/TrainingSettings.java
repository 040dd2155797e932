package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Schedule;
import io.mlfd.trainer.optim.Sgd;
import java.util.List;

/** From the order's words to the things themselves. */
final class TrainingSettings {
    private TrainingSettings() {}

    /** @param manager holds the optimiser's state */
    static Optimizer optimizer(Optimised optimised, NDManager manager) {
        Training.Optimizer optimizer = optimised.optimizer();
        List<ParameterGroup> groups = ParameterGroup.all(optimised.parameters(), optimizer.weightDecay());
        return switch (optimizer.name()) {
            case ADAMW -> new AdamW(groups, manager);
            case SGD -> new Sgd(groups, optimizer.momentum(), optimizer.nesterov(), manager);
        };
    }

    static Schedule schedule(Optimised optimised) {
        double base = optimised.optimizer().learningRate();
        Training.Schedule schedule = optimised.schedule();
        if (schedule instanceof Training.Constant) {
            return new Schedule.Constant(base);
        }
        if (schedule instanceof Training.Step step) {
            return new Schedule.Step(base, step.milestones(), step.gamma());
        }
        if (schedule instanceof Training.Cosine cosine) {
            return new Schedule.Cosine(base, cosine.warmup());
        }
        if (schedule instanceof Training.OneCycle cycle) {
            return new Schedule.OneCycle(base, cycle.warmup());
        }
        throw new IllegalArgumentException("schedule: there is none for " + schedule);
    }
}
