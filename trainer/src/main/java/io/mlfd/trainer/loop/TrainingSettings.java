package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Schedule;
import io.mlfd.trainer.optim.Sgd;
import java.util.List;

/** From the order's words to the things themselves. */
final class TrainingSettings {
    private final Training training;

    TrainingSettings(Training training) {
        this.training = training;
    }

    int epochs() {
        return training.epochs();
    }

    Optimizer optimizer(List<Parameter> parameters, NDManager manager) {
        Training.Optimizer optimizer = training.optimizer();
        List<ParameterGroup> groups = ParameterGroup.all(parameters, optimizer.weightDecay());
        return switch (optimizer.name()) {
            case ADAMW -> new AdamW(groups, manager);
            case SGD -> new Sgd(groups, optimizer.momentum(), optimizer.nesterov(), manager);
        };
    }

    Schedule schedule() {
        double base = training.optimizer().learningRate();
        Training.Schedule schedule = training.schedule();
        if (schedule instanceof Training.Step step) {
            return new Schedule.Step(base, step.milestones(), step.gamma());
        }
        if (schedule instanceof Training.Cosine cosine) {
            return new Schedule.Cosine(base, cosine.warmup());
        }
        if (schedule instanceof Training.OneCycle cycle) {
            return new Schedule.OneCycle(base, cycle.warmup());
        }
        if (schedule instanceof Training.Constant) {
            return new Schedule.Constant(base);
        }
        throw new IllegalArgumentException(
                "schedule " + schedule.getClass().getSimpleName() + " is not known to the loop");
    }
}
