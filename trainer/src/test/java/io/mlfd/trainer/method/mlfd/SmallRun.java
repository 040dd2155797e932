package io.mlfd.trainer.method.mlfd;

import io.mlfd.api.DeviceChoice;
import io.mlfd.api.GeneratedKind;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.DataSource;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageOrder.Places;
import io.mlfd.contract.StageOrder.StageInput;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.mlfd.CachedOutputs;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.stage.StagePrograms;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.supervised.TrainTeacherProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** A run of two generated data sets and two unlike networks, carried out stage by stage through the real runner. */
final class SmallRun {
    static final int INPUT_SIZE = 16;
    static final List<String> DATASETS = List.of("shapes", "glyphs");

    /** Lines that people would have seen. */
    final List<String> console = new ArrayList<>();

    private final Path folder;
    private final Trunk trunk;
    private final Experts experts;
    private final List<String> levels;
    private FreeSpace space = FreeSpace.ofFileSystem();
    private Disk disk = Disk.local();
    private int epochs = 2;
    private Optional<CachedOutputs> cache = Optional.empty();
    private DeviceChoice device = TestDevice.choice();

    SmallRun(Path folder, Trunk trunk, Experts experts, List<String> levels) {
        this.folder = folder;
        this.trunk = trunk;
        this.experts = experts;
        this.levels = levels;
    }

    void space(FreeSpace space) {
        this.space = space;
    }

    /** What stages read from and write to. */
    void disk(Disk disk) {
        this.disk = disk;
    }

    /** Of the joint teacher and of students; 2 without. */
    void device(DeviceChoice device) {
        this.device = device;
    }

    /** Students learn from what T* said once. */
    void cache(CachedOutputs outputs) {
        this.cache = Optional.of(outputs);
    }

    void epochs(int epochs) {
        this.epochs = epochs;
    }

    /** Folder of a stage. */
    Path stage(String stage) {
        return folder.resolve(VolumeLayout.stageFolder(stage, key(stage)));
    }

    StageReport teacher(String dataset) {
        return run("teacher/" + dataset, new TrainTeacher(dataset(dataset), INPUT_SIZE, training(1)), List.of());
    }

    StageReport teachers() {
        return DATASETS.stream()
                .map(this::teacher)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    StageReport joint(StopSignal stop) {
        return run("joint", jointWork(), teacherInputs(), stop);
    }

    StageReport distill(String dataset, StopSignal stop) {
        return run("distill/" + dataset, distillWork(dataset), distillInputs(), stop);
    }

    /** The stage of a student by another program. */
    StageReport distill(String dataset, StageProgram program) {
        return run("distill/" + dataset, distillWork(dataset), distillInputs(), StopSignal.never(), work -> program);
    }

    Distill distillWork(String dataset) {
        return new Distill(
                dataset(dataset),
                INPUT_SIZE,
                jointWork(),
                2,
                new LossWeights(0.6, 0.2, 0.2),
                training(epochs),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                cache,
                Optional.empty(),
                Map.of());
    }

    private static List<StageInput> distillInputs() {
        List<StageInput> inputs = new ArrayList<>(teacherInputs());
        inputs.add(new StageInput("joint", key("joint"), StageKind.JOINT, "", 0));
        return inputs;
    }

    /** Runs {@code body} with what the joint stage's program is given. */
    StageReport inJoint(Consumer<StageContext> body) {
        StageProgram program = context -> {
            body.accept(context);
            return StageOutcome.withoutTraining(Orders.NOTHING_TESTED, List.of());
        };
        return run("joint", jointWork(), teacherInputs(), StopSignal.never(), work -> program);
    }

    TrainJointTeacher jointWork() {
        return new TrainJointTeacher(
                DATASETS.stream().map(SmallRun::dataset).toList(),
                INPUT_SIZE,
                levels,
                trunk,
                experts,
                4,
                0.5,
                training(epochs));
    }

    private static DatasetWork dataset(String name) {
        boolean shapes = name.equals("shapes");
        return new DatasetWork(
                name,
                new DataSource.Generated(
                        shapes ? GeneratedKind.SHAPES : GeneratedKind.GLYPHS, List.of(), 6, 2, OptionalDouble.of(0.34)),
                shapes ? new NetworkSpec("resnet8", 2) : new NetworkSpec("resnet18", 2));
    }

    private static Training training(int epochs) {
        return new Training(
                epochs,
                7,
                new Training.Optimizer(OptimizerName.ADAMW, 0.01, 0.01, 0, false),
                new Training.OneCycle(0.3),
                new Training.Augmentation(2, true),
                0.1);
    }

    private static List<StageInput> teacherInputs() {
        return DATASETS.stream()
                .map(dataset ->
                        new StageInput("teacher/" + dataset, key("teacher/" + dataset), StageKind.TEACHER, dataset, 0))
                .toList();
    }

    private static String key(String stage) {
        return HexFormat.of().toHexDigits(stage.hashCode());
    }

    private StageReport run(String stage, StageWork work, List<StageInput> inputs) {
        return run(stage, work, inputs, StopSignal.never());
    }

    private StageReport run(String stage, StageWork work, List<StageInput> inputs, StopSignal stop) {
        return run(stage, work, inputs, stop, this::program);
    }

    private StageReport run(
            String stage, StageWork work, List<StageInput> inputs, StopSignal stop, StagePrograms programs) {
        StageOrder order = new StageOrder(
                StageOrder.VERSION,
                "small",
                stage,
                1,
                key(stage),
                0,
                1,
                Optional.of(device),
                3600,
                work,
                inputs,
                new Places(folder.toString(), Map.of()));
        return Runners.of(programs, console::add, disk).run(order, stop);
    }

    private StageProgram program(StageWork work) {
        if (work instanceof TrainTeacher teacher) {
            return new TrainTeacherProgram(teacher);
        }
        if (work instanceof TrainJointTeacher joint) {
            return new TrainJointTeacherProgram(joint, space);
        }
        return new DistillProgram((Distill) work, space);
    }
}
