package io.mlfd.trainer.supervised;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.DataSource.Generated;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Training;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.supervised.TakeTeacher;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.contract.supervised.TrainUnion;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.Runners;
import io.mlfd.trainer.stage.StageRunner;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedStagesTest {
    private static final Training SHORT = Orders.training(OptimizerName.ADAMW, 2);

    @TempDir
    Path folder;

    private final StageRunner runner = Runners.builtIn();

    @Test
    void aTeacherLeavesItsScoresAndItsRecord() {
        StageReport report = trainTeacher(folder);
        assertThat(report.scores()).extracting(Score::selection).containsExactly(Selection.LAST, Selection.BEST);
        assertThat(report.scores())
                .allMatch(score -> score.count() == 15 && score.metric().equals(Metric.TOP1.id()));
        assertThat(report.weights()).singleElement().satisfies(w -> assertThat(w.digest())
                .hasSize(64));
        assertThat(report.seconds().firstStep()).isPresent();
    }

    @Test
    void aTakenTeacherScoresAsTheOneItWasTakenFrom() throws IOException {
        StageReport trained = trainTeacher(folder.resolve("first"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.copy(weights(folder.resolve("first")), data.resolve("expert.safetensors"));
        StageReport taken = take("expert.safetensors", Orders.NETWORK);
        assertThat(taken.exit()).as(taken.message()).isZero();
        assertThat(taken.scores()).isEqualTo(trained.scores());
        assertThat(taken.weights()).isEqualTo(trained.weights());
    }

    @Test
    void everyBadCheckpointIsOneLineAndNothingIsLeftBehind() throws IOException {
        trainTeacher(folder.resolve("first"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Path good = weights(folder.resolve("first"));
        byte[] bytes = Files.readAllBytes(good);
        Files.copy(good, data.resolve("good.safetensors"));
        Files.copy(good, folder.resolve("outside.safetensors"));
        Files.write(data.resolve("truncated.safetensors"), Arrays.copyOf(bytes, bytes.length / 2));
        Files.writeString(data.resolve("text.safetensors"), "not what you think");
        Files.createSymbolicLink(data.resolve("link.safetensors"), folder.resolve("outside.safetensors"));
        writeWithNaN(good, data.resolve("nan.safetensors"));

        assertRefused(
                "good.safetensors",
                new NetworkSpec("resnet14", 4),
                "good.safetensors: is not resnet14/4, 30 tensors differ: tensor layer1.1.conv1.weight: missing");
        assertRefused(
                "good.safetensors",
                new NetworkSpec("resnet8", 8),
                "tensors differ: tensor conv1.weight: has shape (4, 3, 3, 3), needed is (8, 3, 3, 3)");
        assertRefused("truncated.safetensors", Orders.NETWORK, "truncated.safetensors: ");
        assertRefused("text.safetensors", Orders.NETWORK, "text.safetensors: ");
        assertRefused("nan.safetensors", Orders.NETWORK, "nan.safetensors: tensor fc.bias: holds NaN");
        assertRefused("link.safetensors", Orders.NETWORK, "link.safetensors: leads out of");
        assertRefused("../outside.safetensors", Orders.NETWORK, "../outside.safetensors: leads out of");
        assertRefused("missing.safetensors", Orders.NETWORK, "missing.safetensors: does not exist");
        assertRefused(".", Orders.NETWORK, "is not a file");
    }

    @Test
    void theUnionIsScoredInBothWays() {
        StageWork work = new TrainUnion(
                List.of(Orders.shapes(OptionalDouble.of(0.25)), Orders.textures()),
                Orders.NETWORK,
                Orders.INPUT_SIZE,
                Orders.training(OptimizerName.SGD, 3));
        StageReport report = runner.run(Orders.order(folder, "baseline/joint/resnet8", work), StopSignal.never());
        assertThat(report.exit()).as(report.message()).isZero();
        for (String dataset : List.of("shapes", "textures")) {
            for (Selection selection : List.of(Selection.LAST, Selection.BEST)) {
                assertThat(correct(report, dataset, Metric.TOP1_ALL_LABELS, selection))
                        .isLessThanOrEqualTo(correct(report, dataset, Metric.TOP1, selection));
            }
        }
        assertThat(report.weights()).singleElement().satisfies(w -> assertThat(w.output())
                .isEqualTo("network"));
    }

    @Test
    void studentsThatDifferInTheirLossAreComparedInPairs() {
        trainTeacher(folder);
        String hard = distill("baseline/own-teacher/shapes", 2, new LossWeights(0, 0, 1));
        String sameAtAnotherTemperature = distill("baseline/own-teacher/other", 5, new LossWeights(0, 0, 1));
        String soft = distill("baseline/own-teacher/soft", 2, new LossWeights(0.8, 0, 0.2));
        assertThat(sameAtAnotherTemperature).isEqualTo(hard);
        assertThat(soft).isNotEqualTo(hard);
    }

    @Test
    void aLearningRateThatIsFarTooHighIsADivergence() {
        Training wild = new Training(
                5,
                8,
                new Training.Optimizer(OptimizerName.SGD, 1e30, 0, 0, false),
                new Training.Constant(),
                new Training.Augmentation(0, false),
                0);
        StageReport report = runner.run(
                Orders.order(folder, "teacher/shapes", Orders.teacher(Orders.shapes(OptionalDouble.empty()), wild)),
                StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.DIVERGED.status());
        assertThat(report.message()).contains("step").contains("learning rate");
        assertThat(report.checkpoint()).isEmpty();
    }

    /** A run file like that is refused; an order that asks for it all the same is not tried again. */
    @Test
    void oneImageAtATimeOnMapsOfOnePixelIsABadOrder() {
        Training given = Orders.training(OptimizerName.SGD, 1);
        Training single = new Training(
                given.epochs(), 1, given.optimizer(), given.schedule(), new Training.Augmentation(0, false), 0);
        StageWork work = new TrainTeacher(Orders.shapes(OptionalDouble.empty()), 4, single);
        StageReport report = runner.run(Orders.order(folder, "teacher/shapes", work), StopSignal.never());
        assertThat(report.exit()).as(report.message()).isEqualTo(ExitCode.BAD_ORDER.status());
        assertThat(report.message()).contains("(1, 16, 1, 1)").contains("batchSize");
    }

    private static int correct(StageReport report, String dataset, Metric metric, Selection selection) {
        return report.scores().stream()
                .filter(score -> score.dataset().equals(dataset)
                        && score.metric().equals(metric.id())
                        && score.selection() == selection)
                .mapToInt(Score::correct)
                .findFirst()
                .orElseThrow();
    }

    private String distill(String stage, double temperature, LossWeights weights) {
        StageOrder order = Orders.order(
                folder,
                stage,
                Orders.ownTeacher(temperature, weights, SHORT),
                List.of(Orders.teacherInput()),
                Map.of());
        StageReport report = runner.run(order, StopSignal.never());
        assertThat(report.exit()).as(report.message()).isZero();
        return report.weights().get(0).digest();
    }

    private StageReport trainTeacher(Path run) {
        StageReport report = runner.run(
                Orders.order(run, "teacher/shapes", Orders.teacher(Orders.shapes(OptionalDouble.empty()), SHORT)),
                StopSignal.never());
        assertThat(report.exit()).as(report.message()).isZero();
        return report;
    }

    private static Path weights(Path run) {
        return run.resolve(VolumeLayout.stageFolder("teacher/shapes", Orders.PLAN_KEY))
                .resolve(VolumeLayout.weights(Selection.LAST));
    }

    private StageReport take(String checkpoint, NetworkSpec network) {
        DatasetWork shapes = Orders.shapes(OptionalDouble.empty());
        StageWork work = new TakeTeacher(
                new DatasetWork(shapes.name(), shapes.source(), network),
                Orders.INPUT_SIZE,
                checkpoint,
                ((Generated) shapes.source()).classes());
        Map<String, String> data = Map.of("shapes", folder.resolve("data").toString());
        return runner.run(
                Orders.order(folder.resolve("second"), "teacher/shapes", work, List.of(), data), StopSignal.never());
    }

    private void assertRefused(String checkpoint, NetworkSpec network, String message) {
        StageReport report = take(checkpoint, network);
        assertThat(report.exit()).as(checkpoint + ": " + report.message()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message()).contains(message);
        assertThat(weights(folder.resolve("second"))).doesNotExist();
    }

    /** Every weight is a number, and what comes out is none: nothing was trained that a learning rate could help. */
    @Test
    void aGivenExpertWhoseLogitsAreNoNumbersIsBadInput() throws IOException {
        trainTeacher(folder.resolve("first"));
        Files.createDirectories(folder.resolve("data"));
        write(
                weights(folder.resolve("first")),
                folder.resolve("data/huge.safetensors"),
                1e30f,
                "conv1.weight",
                "fc.weight");
        assertRefused("huge.safetensors", Orders.NETWORK, "huge.safetensors: its logits on the test images of shapes");
    }

    @Test
    void anExpertOfOtherClassesOrAnotherSizeIsRefused() throws IOException {
        trainTeacher(folder);
        Path expert = folder.resolve("data/expert.safetensors");
        Files.createDirectories(expert.getParent());
        Files.copy(weights(folder), expert);
        DatasetWork shapes = Orders.shapes(OptionalDouble.empty());
        Generated as = (Generated) shapes.source();
        List<String> turned = new ArrayList<>(as.classes());
        Collections.reverse(turned);
        DatasetWork other = new DatasetWork(
                shapes.name(),
                new Generated(as.kind(), turned, as.trainPerClass(), as.testPerClass(), as.validation()),
                shapes.network());

        assertThat(taken(other, Orders.INPUT_SIZE))
                .contains("expert.safetensors: its logits are " + as.classes(), "are " + turned, "classes");
        assertThat(taken(shapes, 2 * Orders.INPUT_SIZE))
                .contains("is for images of " + Orders.INPUT_SIZE + " pixels, input.size is " + 2 * Orders.INPUT_SIZE);
    }

    private String taken(DatasetWork dataset, int inputSize) {
        StageReport report = runner.run(
                Orders.order(
                        folder.resolve("third"),
                        "teacher/shapes",
                        new TakeTeacher(dataset, inputSize, "expert.safetensors"),
                        List.of(),
                        Map.of("shapes", folder.resolve("data").toString())),
                StopSignal.never());
        assertThat(report.exit()).as(report.message()).isEqualTo(ExitCode.BAD_INPUT.status());
        return report.message();
    }

    private static void writeWithNaN(Path good, Path bad) {
        write(good, bad, Float.NaN, "fc.bias");
    }

    /** The good checkpoint with some tensors multiplied by a factor. */
    private static void write(Path good, Path bad, float factor, String... names) {
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.step()) {
            Map<String, NDArray> tensors = new LinkedHashMap<>(
                    Safetensors.read(StoredFiles.local(), good, manager).tensors());
            for (String name : names) {
                tensors.put(name, tensors.get(name).mul(manager.create(factor)));
            }
            new WholeFiles(Disk.local()).write(bad, Safetensors.content(tensors, Map.of()));
        }
    }
}
