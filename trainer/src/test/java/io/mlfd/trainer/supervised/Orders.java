package io.mlfd.trainer.supervised;

import io.mlfd.api.GeneratedKind;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageOrder.Places;
import io.mlfd.contract.StageOrder.StageInput;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.StageWork.Augmentation;
import io.mlfd.contract.StageWork.DatasetWork;
import io.mlfd.contract.StageWork.Generated;
import io.mlfd.contract.StageWork.LossWeights;
import io.mlfd.contract.StageWork.Network;
import io.mlfd.contract.StageWork.Optimizer;
import io.mlfd.contract.StageWork.TrainTeacher;
import io.mlfd.contract.StageWork.Training;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Orders over tiny generated data sets, small enough to be carried out many times. */
final class Orders {
    static final int INPUT_SIZE = 16;
    static final String PLAN_KEY = "0123456789abcdef0123456789abcdef";

    private Orders() {}

    static Training training(OptimizerName optimizer, int epochs) {
        Optimizer settings = optimizer == OptimizerName.ADAMW
                ? new Optimizer(optimizer, 3e-3, 5e-4, 0, false)
                : new Optimizer(optimizer, 0.05, 5e-4, 0.9, true);
        return new Training(epochs, 8, settings, new StageWork.OneCycle(0.3), new Augmentation(2, true), 0.1);
    }

    static DatasetWork shapes(OptionalDouble validation) {
        return new DatasetWork(
                "shapes",
                new Generated(GeneratedKind.SHAPES, List.of("circle", "cross", "square"), 8, 5, validation),
                new Network("resnet8", 4));
    }

    static DatasetWork textures() {
        return new DatasetWork(
                "textures",
                new Generated(GeneratedKind.TEXTURES, List.of(), 4, 3, OptionalDouble.empty()),
                new Network("resnet8", 4));
    }

    static TrainTeacher teacher(Training training, OptionalDouble validation) {
        return new TrainTeacher(shapes(validation), INPUT_SIZE, training);
    }

    static StageWork.DistillOwnTeacher ownTeacher(Training training) {
        return new StageWork.DistillOwnTeacher(
                shapes(OptionalDouble.empty()), INPUT_SIZE, 2, new LossWeights(0.8, 0, 0.2), training);
    }

    static StageOrder order(Path run, String stage, StageWork work) {
        return order(run, stage, 1, PLAN_KEY, work, List.of(), Map.of());
    }

    static StageOrder order(
            Path run,
            String stage,
            int attempt,
            String planKey,
            StageWork work,
            List<StageInput> inputs,
            Map<String, String> data) {
        return new StageOrder(
                StageOrder.VERSION,
                "run",
                stage,
                attempt,
                planKey,
                7,
                1,
                3600,
                work,
                inputs,
                new Places(run.toString(), data));
    }

    static StageInput teacherInput() {
        return new StageInput("teacher/shapes", PLAN_KEY, StageKind.TEACHER, "shapes", 7);
    }
}
