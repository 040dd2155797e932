package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.supervised.TakeTeacher;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights that another program wrote, as an expert or as the start of one. */
class GivenWeightsStagesTest {
    private static final List<String> CLASSES = List.of("circle", "cross", "square");
    private static final String LABELS = "[\"circle\", \"cross\", \"square\"]";
    /** At this rate nothing moves but running statistics. */
    private static final Training STILL = new Training(
            1,
            8,
            new Training.Optimizer(OptimizerName.SGD, 1e-30, 0, 0, false),
            new Training.Constant(),
            Training.Augmentation.NONE,
            0);

    @TempDir
    Path folder;

    private Path data;
    private StageReport trained;

    @BeforeEach
    void train() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        trained = run(
                "first",
                Orders.teacher(Orders.shapes(OptionalDouble.empty()), Orders.training(OptimizerName.ADAMW, 1)));
        assertThat(trained.exit()).as(trained.message()).isZero();
    }

    private StageReport run(String run, StageWork work) {
        return Runners.builtIn()
                .run(
                        Orders.order(
                                folder.resolve(run),
                                "teacher/shapes",
                                work,
                                List.of(),
                                Map.of("shapes", data.toString())),
                        StopSignal.never());
    }

    private Path weights(String run) {
        return folder.resolve(run)
                .resolve(VolumeLayout.stageFolder("teacher/shapes", Orders.PLAN_KEY))
                .resolve(VolumeLayout.weights(Selection.LAST));
    }

    /** The trained weights, changed, as {@code given.safetensors} with metadata of another program. */
    private void give(Map<String, String> metadata, BiConsumer<Map<String, NDArray>, NDManager> change) {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            Map<String, NDArray> tensors =
                    new LinkedHashMap<>(Safetensors.read(StoredFiles.local(), weights("first"), manager)
                            .tensors());
            change.accept(tensors, manager);
            new WholeFiles(Disk.local())
                    .write(data.resolve("given.safetensors"), Safetensors.content(tensors, metadata));
        }
    }

    private StageReport take(List<String> classes) {
        return run(
                "second",
                new TakeTeacher(
                        Orders.shapes(OptionalDouble.empty()), Orders.INPUT_SIZE, "given.safetensors", classes));
    }

    private StageReport start(String path) {
        return run(
                "started",
                new TrainTeacher(Orders.shapes(OptionalDouble.empty()), Orders.INPUT_SIZE, STILL, Optional.of(path)));
    }

    private static void refused(StageReport report, String... words) {
        assertThat(report.exit()).as(report.message()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message()).contains(words).doesNotContain("\n");
    }

    @Test
    void anExpertOfNoKnownOrderIsNotTakenForOneThatFits() {
        give(Map.of("format", "pt"), (tensors, manager) -> {});
        refused(
                take(List.of()),
                "given.safetensors: does not say which class each of its logits is",
                "checkpoint.classes");
        refused(
                take(List.of("square", "cross", "circle")),
                "its logits are [square, cross, circle]",
                "the classes of data set shapes are [circle, cross, square]");
        StageReport taken = take(CLASSES);
        assertThat(taken.exit()).as(taken.message()).isZero();
        assertThat(taken.scores()).isEqualTo(trained.scores());
    }

    @Test
    void aFileThatSaysItsOrderIsHeldToIt() {
        give(Map.of("label_names", LABELS, "input_size", "[3, 16, 16]"), (tensors, manager) -> {});
        refused(
                take(List.of("square", "cross", "circle")),
                "says that its logits are [circle, cross, square]",
                "teacher.checkpoint.classes are [square, cross, circle]");
        StageReport taken = take(List.of());
        assertThat(taken.exit()).as(taken.message()).isZero();
        assertThat(taken.scores()).isEqualTo(trained.scores());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            label_names | ["cross", "circle", "square"]   | its logits are [cross, circle, square]
            label_names | {"0": "circle"}                 | metadata: label_names is not a list
            label_names | [1, 2, 3]                       | metadata: label_names is not a list of names
            label_names | circle                          | metadata: label_names is no JSON
            input_size  | [3, 32, 32]                     | is for images of 32 pixels, input.size is 16
            input_size  | [3, 16, 32]                     | metadata: input_size is not [3, height, width] of a square
            input_size  | [1, 16, 16]                     | metadata: input_size is not [3, height, width] of a square
            input_size  | [3, 16, 16, 16]                 | metadata: input_size is not a list
            mean        | [0.5, 0.5]                      | metadata: mean is not three numbers
            mean        | [124, 117, 104]                 | metadata: mean is not three numbers from 0 to 1
            """)
    void whatAFileSaysIsHeldToOrTold(String word, String value, String message) {
        Map<String, String> metadata = new TreeMap<>(Map.of("label_names", LABELS));
        metadata.put(word, value);
        give(metadata, (tensors, manager) -> {});
        refused(take(List.of()), "given.safetensors: " + message);
    }

    @Test
    void anExpertOfImagesThatAreNormalisedQuiteOtherwiseIsNotTaken() {
        Map<String, String> metadata =
                Map.of("label_names", LABELS, "mean", "[0.9, 0.9, 0.9]", "std", "[0.01, 0.01, 0.01]");
        give(metadata, (tensors, manager) -> {});
        refused(take(List.of()), "normalised with mean [0.9, 0.9, 0.9]", "teacher.init");
        // What trains on these images takes to them.
        assertThat(start("given.safetensors").exit()).isZero();
    }

    @Test
    void allThatDiffersIsTold() {
        give(Map.of("label_names", LABELS), (tensors, manager) -> {
            tensors.remove("bn1.bias");
            tensors.put("fc.weight", manager.zeros(new Shape(10, 16)));
            tensors.put("head.weight", manager.zeros(new Shape(2)));
            tensors.put("bn1.num_batches_tracked", manager.create(new long[] {7}));
        });
        refused(
                take(List.of()),
                "given.safetensors: is not resnet8/4, 3 tensors differ",
                "tensor bn1.bias: missing",
                "tensor fc.weight: has shape (10, 16), needed is (3, 16)",
                "tensor head.weight: unexpected");
        give(Map.of("label_names", LABELS), (tensors, manager) -> {
            for (int i = 0; i < 100; i++) {
                tensors.put("x".repeat(1000) + i, manager.zeros(new Shape(1)));
            }
        });
        StageReport report = take(List.of());
        refused(report, "100 tensors differ", "and 94 more");
        assertThat(report.message()).hasSizeLessThan(1500);
    }

    @Test
    void aTrainingStartsFromWeightsWithANewClassifier() {
        give(Map.of(), (tensors, manager) -> {
            tensors.put("fc.weight", manager.zeros(new Shape(1000, 16)));
            tensors.put("fc.bias", manager.zeros(new Shape(1000)));
        });
        StageReport report = start("given.safetensors");
        assertThat(report.exit()).as(report.message()).isZero();
        Map<String, float[]> given = learned(data.resolve("given.safetensors"));
        Map<String, float[]> started = learned(weights("started"));
        assertThat(started.keySet()).isEqualTo(given.keySet());
        started.forEach((name, values) -> {
            if (name.startsWith("fc.")) {
                assertThat(values).as(name).hasSizeLessThan(100);
                assertThat(values[0]).as(name).isNotZero();
            } else {
                assertThat(values).as(name).containsExactly(given.get(name), offset(1e-7f));
            }
        });
        give(Map.of(), (tensors, manager) -> {
            tensors.remove("fc.weight");
            tensors.remove("fc.bias");
        });
        assertThat(start("given.safetensors").exit())
                .as("another file is other work, under this key")
                .isNotZero();
    }

    @Test
    void aStartThatIsNotThisNetworkIsRefused() throws IOException {
        give(Map.of(), (tensors, manager) -> {
            tensors.remove("layer1.0.conv1.weight");
            tensors.put("layer9.weight", manager.zeros(new Shape(1)));
        });
        refused(
                start("given.safetensors"),
                "is not resnet8/4, 2 tensors differ: tensor layer1.0.conv1.weight: missing",
                "tensor layer9.weight: unexpected");
        Files.copy(weights("first"), folder.resolve("outside.safetensors"));
        refused(start("../outside.safetensors"), "leads out of");
        refused(start("nothing.safetensors"), "does not exist");
        Files.writeString(data.resolve("text.safetensors"), "not what you think");
        refused(start("text.safetensors"), "text.safetensors: not a safetensors file");
    }

    private static Map<String, float[]> learned(Path file) {
        Map<String, float[]> values = new TreeMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            Safetensors.read(StoredFiles.local(), file, manager, name -> !name.contains("running_"))
                    .tensors()
                    .forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
        }
        return values;
    }
}
