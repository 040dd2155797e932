package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.method.PlannedRun;
import io.mlfd.trainer.stop.Stops;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.StoredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs whose joint teacher fuses fold experts, from the file to the report. */
class OutOfFoldStagesTest {
    private static final String FILE = PlannedRun.TWO_SETS + """
              training:
                epochs: 2
                batchSize: 7
                optimizer: {name: SGD, learningRate: 0.02}
                augmentation: {crop: %s, flip: true}
              method:
                mlfd:
                  levels: [last, embedding]
                  joint: {adaptorWidth: 4, trunk: %s, experts: OutOfFold, folds: %s, standardisation: PerChannel}
                  distillation: {%s}
              baselines: [OwnTeacher]
            """;
    private static final String[] EXPERTS = {
        "teacher/shapes/fold-1", "teacher/shapes/fold-2", "teacher/glyphs/fold-1", "teacher/glyphs/fold-2"
    };

    @TempDir
    private Path folder;

    private static PlannedRun run(Path place, String trunk, String distillation) {
        return PlannedRun.of(place, FILE.formatted("2", trunk, "2", distillation));
    }

    private static void upToJoint(PlannedRun run) {
        for (String stage : EXPERTS) {
            run.done(stage);
        }
        run.done("joint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shared", "PerDataset"})
    void aRunFusesThemInThePlaceOfTheExpert(String trunk) throws IOException {
        PlannedRun run = run(folder, trunk, "");
        run.all();
        assertThat(Safetensors.readShapes(StoredFiles.local(), run.weights("joint", Selection.LAST))
                        .keySet())
                .anyMatch(name -> name.contains("last.adaptors.shapes/fold-1.projection.weight"))
                .anyMatch(name -> name.contains("embedding.adaptors.glyphs/fold-2.standard.weight"))
                .noneMatch(name -> name.contains("adaptors.shapes."));
        assertThat(Safetensors.readMetadata(StoredFiles.local(), run.weights("joint", Selection.LAST)))
                .containsEntry("folds", "2");
        assertThat(Files.readString(folder.resolve("report/report.json"))).contains("fold-expert-2");
    }

    /** In batches of 7 the 60 images are 9 steps an epoch, the 30 that are left of them 5. */
    @Test
    void aFoldExpertSeesNoImageOfItsFold() {
        PlannedRun run = run(folder, "Shared", "");
        assertThat(steps(run.done("teacher/glyphs"))).isEqualTo(18);
        assertThat(steps(run.done("teacher/glyphs/fold-1"))).isEqualTo(10);
        assertThat(steps(run.done("teacher/glyphs/fold-2"))).isEqualTo(10);
    }

    private static long steps(StageReport report) {
        return report.checkpoint().orElseThrow().step();
    }

    /** Whose features a cache holds stands in its index. */
    @Test
    void everyFoldIsAskedOfItsOwnExpert() throws IOException {
        PlannedRun run = run(folder, "Shared", "");
        upToJoint(run);
        try (Stream<Path> caches = Files.list(folder.resolve("cache"))) {
            List<Path> all = caches.toList();
            assertThat(all).hasSize(2);
            for (Path cache : all) {
                String index = Files.readString(cache.resolve("index.json")).replaceAll("\\s", "");
                for (String stage : EXPERTS) {
                    String digest =
                            FileDigest.of(run.weights(stage, Selection.BEST)).sha256();
                    String name = stage.replace("teacher/", "");
                    assertThat(index).contains("{\"digest\":\"" + digest + "\",\"name\":\"" + name + "\"}");
                }
            }
        }
    }

    /** A student's stage needs what a cache is made of, and nothing remembers how often any of them was stopped. */
    @Test
    void aStudentIsTheSameWhereItsCacheIsGoneAndHoweverOftenItWasStopped(@TempDir Path other) throws IOException {
        PlannedRun whole = run(other, "Shared", "");
        upToJoint(whole);
        StageReport expected = whole.done("distill/glyphs");

        PlannedRun run = run(folder, "Shared", "");
        for (String stage : EXPERTS) {
            stoppedAndDone(run, stage, 3);
        }
        stoppedAndDone(run, "joint", 25);
        delete(folder.resolve("cache"));
        assertThat(stoppedAndDone(run, "distill/glyphs", 9).weights()).isEqualTo(expected.weights());
    }

    private static StageReport stoppedAndDone(PlannedRun run, String stage, int looks) {
        StageReport stopped = run.run(stage, Stops.after(looks));
        assertThat(stopped.exit()).as(stopped.message()).isEqualTo(ExitCode.STOPPED.status());
        return run.done(stage);
    }

    /**
     * What is kept of T* was said by the same experts of the same images as what is computed in every step. One view of images that
     * nothing is done to is the image, and is not computed from the experts' cache.
     */
    @ParameterizedTest
    @CsvSource({"Shared,2,{precision: Float32}", "PerDataset,0,{views: 1}"})
    void aStudentIsTheSameWhereWhatTheJointTeacherSaysIsKept(
            String trunk, String crop, String cache, @TempDir Path other) {
        String file = crop.equals("0") ? FILE.replace("flip: true", "flip: false") : FILE;
        PlannedRun computing = PlannedRun.of(other, file.formatted(crop, trunk, "2", ""));
        PlannedRun reading = PlannedRun.of(folder, file.formatted(crop, trunk, "2", "cache: " + cache));
        upToJoint(computing);
        upToJoint(reading);
        computing.done("distill/shapes");
        reading.done("distill/shapes");
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, NDArray> expected = tensors(computing, manager);
            tensors(reading, manager).forEach((name, tensor) -> assertThat(tensor.toFloatArray())
                    .as(name)
                    .containsExactly(expected.get(name).toFloatArray(), within(1e-4f)));
        }
    }

    private static Map<String, NDArray> tensors(PlannedRun run, NDManager manager) {
        return Safetensors.read(StoredFiles.local(), run.weights("distill/shapes", Selection.LAST), manager)
                .tensors();
    }

    @Test
    void aClassThatIsTooSmallIsNamed() {
        // Of six train images of a class two are held back for validation.
        PlannedRun run = PlannedRun.of(folder, FILE.formatted("2", "Shared", "5", ""));
        StageReport report = run.run("teacher/shapes/fold-1", Stops.after(1000));
        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message())
                .contains("data set \"shapes\": class \"", "has 4 training images, and each of 5 folds");
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
