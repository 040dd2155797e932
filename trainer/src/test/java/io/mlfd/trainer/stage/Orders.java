package io.mlfd.trainer.stage;

import io.mlfd.api.GeneratedKind;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.DataSource;
import io.mlfd.contract.DataSource.Generated;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageOrder.Places;
import io.mlfd.contract.StageOrder.StageInput;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.Training.Augmentation;
import io.mlfd.contract.Training.Optimizer;
import io.mlfd.contract.WriteReport;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.contract.supervised.DistillOwnTeacher;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.result.Comparisons;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.result.TestResults;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Orders over tiny data sets, small enough to be carried out many times. */
public final class Orders {
    public static final int INPUT_SIZE = 16;
    public static final String PLAN_KEY = "0123456789abcdef0123456789abcdef";
    public static final NetworkSpec NETWORK = new NetworkSpec("resnet8", 4);
    /** Of every order made here. */
    public static final int SEED = 7;

    /** What a stage leaves that evaluated nothing. */
    public static final TestResults NOTHING_TESTED = new TestResults(List.of(), List.of(), List.of());

    private Orders() {}

    /** Dropout aside, everything that is random and everything that has state. */
    public static Training training(OptimizerName optimizer, int epochs) {
        Optimizer settings = optimizer == OptimizerName.ADAMW
                ? new Optimizer(optimizer, 3e-3, 5e-4, 0, false)
                : new Optimizer(optimizer, 0.05, 5e-4, 0.9, true);
        return new Training(epochs, 8, settings, new Training.OneCycle(0.3), new Augmentation(2, true), 0.1);
    }

    /** A report of MLFD that compares students with their teachers. */
    public static WriteReport reportWork(List<DatasetWork> datasets) {
        return new WriteReport(
                datasets,
                "mlfd",
                new Comparisons(
                        Column.of(Distill.ROLE, Metric.TOP1),
                        List.of(
                                Column.of(Roles.TEACHER, Metric.TOP1),
                                Column.of(TrainJointTeacher.ROLE, Metric.TOP1),
                                Column.of(Roles.UNION, Metric.TOP1),
                                Column.of(Roles.UNION, Metric.TOP1_ALL_LABELS),
                                Column.of(Roles.OWN_TEACHER, Metric.TOP1))));
    }

    /** 24 images. */
    public static DatasetWork shapes(OptionalDouble validation) {
        return new DatasetWork(
                "shapes",
                new Generated(GeneratedKind.SHAPES, List.of("circle", "cross", "square"), 8, 5, validation),
                NETWORK);
    }

    /** 32 images. */
    public static DatasetWork textures() {
        return new DatasetWork(
                "textures", new Generated(GeneratedKind.TEXTURES, List.of(), 4, 3, OptionalDouble.empty()), NETWORK);
    }

    public static DatasetWork folder(String name) {
        return folder(name, OptionalDouble.empty());
    }

    public static DatasetWork folder(String name, OptionalDouble validation) {
        return new DatasetWork(
                name,
                new DataSource.ImageFolder(
                        name,
                        List.of(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        validation,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                NETWORK);
    }

    public static TrainTeacher teacher(DatasetWork dataset, Training training) {
        return new TrainTeacher(dataset, INPUT_SIZE, training);
    }

    public static DistillOwnTeacher ownTeacher(double temperature, LossWeights weights, Training training) {
        return new DistillOwnTeacher(shapes(OptionalDouble.empty()), INPUT_SIZE, temperature, weights, training);
    }

    public static StageOrder order(Path run, String stage, StageWork work) {
        return order(run, stage, work, List.of(), Map.of());
    }

    public static StageOrder order(
            Path run, String stage, StageWork work, List<StageInput> inputs, Map<String, String> data) {
        return new StageOrder(
                StageOrder.VERSION,
                "run",
                stage,
                1,
                PLAN_KEY,
                SEED,
                1,
                Optional.of(TestDevice.choice()),
                3600,
                work,
                inputs,
                new Places(run.toString(), data));
    }

    public static StageInput teacherInput() {
        return new StageInput("teacher/shapes", PLAN_KEY, StageKind.TEACHER, "shapes", SEED);
    }
}
