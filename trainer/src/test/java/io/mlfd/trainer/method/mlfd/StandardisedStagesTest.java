package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.result.Selection;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.method.PlannedRun;
import io.mlfd.trainer.stop.Stops;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whose features come to a common scale, from the file on. */
class StandardisedStagesTest {
    private static final String FILE = PlannedRun.TWO_SETS + """
              training: {epochs: 2, batchSize: 7, optimizer: {name: SGD, learningRate: 0.02}}
              method:
                mlfd:
                  levels: [last, embedding]
                  joint: {adaptorWidth: 4, trunk: %s, experts: %s, standardisation: %s}
                  distillation: {standardisation: %s}
            """;

    private static PlannedRun run(Path place, String trunk, String experts, String fused, String compared) {
        PlannedRun run = PlannedRun.of(place, FILE.formatted(trunk, experts, fused, compared));
        run.done("teacher/shapes");
        run.done("teacher/glyphs");
        return run;
    }

    /** What was estimated is in T*'s file, however often its stage was stopped, and a student's stage reads it there. */
    @ParameterizedTest
    @CsvSource({"Shared,Others,PhiS,PerChannel", "PerDataset,All,PerChannel,PhiS"})
    void stoppedAnywhereAndGoneOnWithIsBitEqual(
            String trunk, String experts, String fused, String compared, @TempDir Path one, @TempDir Path two) {
        PlannedRun whole = run(one, trunk, experts, fused, compared);
        StageReport joint = whole.done("joint");
        StageReport student = whole.done("distill/glyphs");
        assertThat(Safetensors.readShapes(StoredFiles.local(), whole.weights("joint", Selection.LAST))
                        .keySet())
                .anyMatch(name -> name.endsWith("last.adaptors.shapes.standard.weight"))
                .anyMatch(name -> name.endsWith("embedding.adaptors.glyphs.standard.bias"));

        PlannedRun run = run(two, trunk, experts, fused, compared);
        assertThat(finished(run, "joint").weights()).isEqualTo(joint.weights());
        assertThat(finished(run, "distill/glyphs").weights()).isEqualTo(student.weights());

        PlannedRun plain = PlannedRun.of(two, FILE.formatted(trunk, experts, fused, "None"));
        assertThat(plain.done("distill/glyphs").weights()).isNotEqualTo(student.weights());
    }

    private static StageReport finished(PlannedRun run, String stage) {
        int stops = 0;
        StageReport report = run.run(stage, Stops.after(4));
        while (report.exit() == ExitCode.STOPPED.status()) {
            stops++;
            report = run.run(stage, Stops.after(4 + 6 * stops));
        }
        assertThat(report.exit()).as(report.message()).isZero();
        assertThat(stops).isGreaterThan(1);
        return report;
    }
}
