package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.method.PlannedRun;
import io.mlfd.trainer.stop.Stops;
import io.mlfd.trainer.storage.StoredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whose joint teacher fuses union networks, from the file to the report. */
class UnionExpertStagesTest {
    private static final String FILE = PlannedRun.TWO_SETS + """
              training:
                epochs: 2
                batchSize: 7
                optimizer: {name: SGD, learningRate: 0.02}
                augmentation: {crop: 2, flip: true}
              method: {mlfd: {levels: [last, embedding], joint: {adaptorWidth: 4, trunk: %s, experts: %s, unionNetwork: true}}}
            """;
    private static final String[] BEFORE = {
        "teacher/shapes", "teacher/glyphs", "baseline/joint/resnet8-2", "baseline/joint/resnet8-3"
    };

    @TempDir
    private Path folder;

    private static PlannedRun run(Path place, String trunk, String experts) {
        return PlannedRun.of(place, FILE.formatted(trunk, experts));
    }

    private static void before(PlannedRun run) {
        for (String stage : BEFORE) {
            run.done(stage);
        }
    }

    @ParameterizedTest
    @CsvSource({"Shared,Others", "PerDataset,All"})
    void aRunFusesThemAndComparesWithThem(String trunk, String experts) throws IOException {
        PlannedRun run = run(folder, trunk, experts);
        run.all();
        assertThat(Safetensors.readShapes(StoredFiles.local(), run.weights("joint", Selection.LAST))
                        .keySet())
                .anyMatch(name -> name.contains("last.adaptors.union/resnet8-2.projection.weight"))
                .anyMatch(name -> name.contains("embedding.adaptors.union/resnet8-3.projection.weight"));
        assertThat(Files.readString(folder.resolve("report/report.json"))).contains("\"union\"");
    }

    /** A student's stage needs what a cache is made of, and nothing remembers how often it was stopped. */
    @Test
    void aStudentIsTheSameWhereItsCacheIsGoneAndHoweverOftenItWasStopped(@TempDir Path other) throws IOException {
        PlannedRun whole = run(other, "PerDataset", "Others");
        before(whole);
        whole.done("joint");
        StageReport expected = whole.done("distill/glyphs");

        PlannedRun run = run(folder, "PerDataset", "Others");
        before(run);
        StageReport joint = run.run("joint", Stops.after(9));
        assertThat(joint.exit()).isEqualTo(ExitCode.STOPPED.status());
        run.done("joint");
        delete(folder.resolve("cache"));
        StageReport report = run.run("distill/glyphs", Stops.after(9));
        assertThat(report.exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(run.done("distill/glyphs").weights()).isEqualTo(expected.weights());
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
