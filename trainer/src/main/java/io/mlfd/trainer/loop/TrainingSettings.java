package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.StageWork;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.optim.AdamW;
import io.mlfd.trainer.optim.Optimizer;
import io.mlfd.trainer.optim.ParameterGroup;
import io.mlfd.trainer.optim.Schedule;
import io.mlfd.trainer.optim.Sgd;
import java.util.List;

/** From the order's words to the things themselves. */
final class TrainingSettings {
    private final StageWork.Training training;

    TrainingSettings(StageWork.Training training) {
        this.training = training;
    }

    int epochs() {
        return training.epochs();
    }

    Optimizer optimizer(List<Parameter> parameters, NDManager manager) {
        StageWork.Optimizer optimizer = training.optimizer();
        List<ParameterGroup> groups = ParameterGroup.all(parameters, optimizer.weightDecay());
        return switch (optimizer.name()) {
            case ADAMW -> new AdamW(groups, manager);
            case SGD -> new Sgd(groups, optimizer.momentum(), optimizer.nesterov(), manager);
        };
    }

    Schedule schedule() {
        double base = training.optimizer().learningRate();
        StageWork.Schedule schedule = training.schedule();
        if (schedule instanceof StageWork.Step step) {
            return new Schedule.Step(base, step.milestones(), step.gamma());
        }
        if (schedule instanceof StageWork.Cosine cosine) {
            return new Schedule.Cosine(base, cosine.warmup());
        }
        if (schedule instanceof StageWork.OneCycle cycle) {
            return new Schedule.OneCycle(base, cycle.warmup());
        }
        return new Schedule.Constant(base);
    }
}
