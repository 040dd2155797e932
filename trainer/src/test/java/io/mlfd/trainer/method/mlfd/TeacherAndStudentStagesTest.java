package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.method.PlannedRun;
import io.mlfd.trainer.stop.Stops;
import io.mlfd.trainer.storage.StoredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose experts and students have networks of their own, from the file to the report. */
class TeacherAndStudentStagesTest {
    private static final String FILE = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: small}
            spec:
              datasets:
                - name: shapes
                  source: {generated: {kind: shapes}, trainPerClass: 6, testPerClass: 3, validation: 0.34}
                  model: {name: resnet8, width: 2}
                  teacher: {model: {name: resnet14, width: 4}}
                  student: {%s}
                - name: glyphs
                  source: {generated: {kind: glyphs}, trainPerClass: 6, testPerClass: 3}
                  model: {name: resnet8, width: 3}
                  student: {%s}
              input: {size: 16}
              training:
                epochs: 2
                batchSize: 7
                optimizer: {name: SGD, learningRate: 0.02}
                augmentation: {crop: 2, flip: true}
              method: {mlfd: {levels: [last-1, last, embedding], joint: {adaptorWidth: 4, trunk: %s}, distillation: {projector: %s%s}}}
              baselines: [Joint, OwnTeacher]
            """;

    @TempDir
    private Path folder;

    private PlannedRun run(Path place, String trunk, String projector) {
        return PlannedRun.of(place, FILE.formatted("", "", trunk, projector, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shared", "PerDataset"})
    void aLargeTeacherTeachesASmallStudent(String trunk) throws IOException {
        run(folder, trunk, "None").all();
        String page = Files.readString(folder.resolve("report/index.html"));
        assertThat(page).contains("resnet14/4", "resnet8/2").doesNotContain("Without a student");
    }

    /** Whatever stands between the two is no part of the student, and is gone on with after a stop. */
    @Test
    void aProjectedStudentIsTheSameHoweverOftenItWasStopped(@TempDir Path other) {
        PlannedRun whole = run(other, "Shared", "OneByOne");
        before(whole);
        StageReport expected = whole.done("distill/shapes");

        PlannedRun run = run(folder, "Shared", "OneByOne");
        before(run);
        int stops = 0;
        StageReport report = run.run("distill/shapes", Stops.after(5));
        while (report.exit() == ExitCode.STOPPED.status()) {
            stops++;
            report = run.run("distill/shapes", Stops.after(5 + 7 * stops));
        }
        assertThat(report.exit()).as(report.message()).isZero();
        assertThat(stops).isGreaterThan(1);
        assertThat(report.weights()).isEqualTo(expected.weights());
        Map<String, Shape> shapes =
                Safetensors.readShapes(StoredFiles.local(), run.weights("distill/shapes", Selection.LAST));
        assertThat(shapes.keySet()).noneMatch(name -> name.contains("projector"));
    }

    private static void before(PlannedRun run) {
        run.done("teacher/shapes");
        run.done("teacher/glyphs");
        run.done("joint");
    }

    @Test
    void aProjectorIsLearned() throws IOException {
        PlannedRun run = run(folder, "Shared", "OneByOne");
        before(run);
        run.done("distill/shapes");
        Path checkpoints = run.weights("distill/shapes", Selection.LAST).resolveSibling(VolumeLayout.CHECKPOINTS);
        try (var found = Files.list(checkpoints)) {
            Path[] both = found.sorted().toArray(Path[]::new);
            assertThat(both).hasSizeGreaterThanOrEqualTo(2);
            Map<String, float[]> first = projectors(both[0].resolve(VolumeLayout.MODEL));
            Map<String, float[]> last = projectors(both[both.length - 1].resolve(VolumeLayout.MODEL));
            assertThat(first.keySet())
                    .containsExactlyInAnyOrder(
                            "projectors.last-1.weight",
                            "projectors.last-1.bias",
                            "projectors.last.weight",
                            "projectors.last.bias",
                            "projectors.embedding.weight",
                            "projectors.embedding.bias");
            first.forEach((name, values) -> assertThat(last.get(name)).as(name).isNotEqualTo(values));
        }
    }

    private static Map<String, float[]> projectors(Path file) {
        Map<String, float[]> values = new TreeMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            Safetensors.read(StoredFiles.local(), file, manager, name -> name.startsWith("projectors."))
                    .tensors()
                    .forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shared", "PerDataset"})
    void aHelperSetLendsItsExpertAndTheReportSaysSo(String trunk) throws IOException {
        PlannedRun run = PlannedRun.of(folder, FILE.formatted("", "none: true", trunk, "None", ""));
        Map<String, StageReport> reports = run.all();
        assertThat(reports.keySet())
                .contains("teacher/glyphs")
                .noneMatch(name -> name.matches("(distill|baseline/own).*glyphs"));
        assertThat(Files.readString(folder.resolve("report/index.html")))
                .contains("Without a student", "glyphs: lends its expert only");
        String report = Files.readString(folder.resolve("report/report.json"));
        assertThat(report).contains("\"helpers\":[\"glyphs\"]").doesNotContain("data sets that have both");
    }

    /** At a rate that moves nothing the student stays what it started from. */
    @Test
    void aStudentStartsFromItsTeacher() {
        String still = "training: {optimizer: {name: SGD, learningRate: 1e-30, weightDecay: 0, momentum: 0}}";
        PlannedRun run = PlannedRun.of(folder, FILE.formatted(still, "init: Teacher, " + still, "Shared", "None", ""));
        before(run);
        run.done("distill/glyphs");
        run.done("baseline/own-teacher/glyphs");
        Map<String, float[]> teacher = learned(run.weights("teacher/glyphs", Selection.BEST));
        for (String stage : new String[] {"distill/glyphs", "baseline/own-teacher/glyphs"}) {
            learned(run.weights(stage, Selection.LAST)).forEach((name, values) -> assertThat(values)
                    .as(stage + " " + name)
                    .containsExactly(teacher.get(name), offset(1e-7f)));
        }
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
