package io.mlfd.trainer.method.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageReport.Weights;
import io.mlfd.contract.feed.Reconstruction;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.method.PlannedRun;
import io.mlfd.trainer.stop.Stops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stages of both modes as a run has them: planned from a file, real runner, real loop, generated images. */
class FeedStagesTest {
    private static final String PARALLEL = "mode: Parallel, teachers: 2, controls: [SingleTeacher, FactorTransfer]";
    private static final String SEQUENTIAL = "mode: Sequential, links: 2, controls: [FactorTransfer]";
    /** Adds nothing to a gradient in float32, and is no zero. */
    private static final String WITHOUT_TEACHERS = ", beta: 1e-30";

    @TempDir
    private Path folder;

    @Test
    void aParallelRunMeasuresItsStudentItsTeachersAndItsTranslators() {
        PlannedRun run = feed(folder, PARALLEL);
        Map<String, StageReport> reports = run.all();

        StageReport student = reports.get("distill/shapes");
        assertThat(student.scores())
                .filteredOn(score -> score.selection() == Selection.LAST)
                .extracting(Score::output)
                .containsExactly("network", "translator-1", "translator-2", "teacher-ensemble");
        assertThat(errors(student)).hasSize(4).allMatch(error -> error > 0 && error < 1);
        assertThat(student.weights()).extracting(Weights::output).containsOnly("network");
        assertThat(errors(reports.get("baseline/single-teacher/shapes"))).hasSize(2);
        assertThat(errors(reports.get("baseline/factor-transfer/shapes"))).isEmpty();
        for (String stage : List.of("distill/shapes", "baseline/paraphraser/shapes", "baseline/alone/shapes")) {
            assertThat(reports.get(stage).scores()).as(stage).anyMatch(score -> score.metric()
                    .equals(Metric.TOP1.id()));
        }
    }

    @Test
    void aChainIsTrainedLinkByLink() throws IOException {
        PlannedRun run = feed(folder, SEQUENTIAL);
        Map<String, StageReport> reports = run.all();

        assertThat(reports).containsKeys("teacher/shapes", "distill/shapes/1", "distill/shapes/2");
        for (String link : List.of("distill/shapes/1", "distill/shapes/2")) {
            assertThat(errors(reports.get(link))).as(link).hasSize(2);
        }
        assertThat(Files.readAllBytes(run.weights("distill/shapes/1", Selection.LAST)))
                .isNotEqualTo(Files.readAllBytes(run.weights("distill/shapes/2", Selection.LAST)));
    }

    /** What is left is the student to the byte: no trace of translators, first values and batches those of the control. */
    @Test
    void withoutTeachersAStudentIsTheNetworkThatIsTrainedAlone(@TempDir Path other) throws IOException {
        PlannedRun run = feed(folder, PARALLEL + WITHOUT_TEACHERS);
        run.all();
        for (Selection selection : Selection.values()) {
            byte[] alone = Files.readAllBytes(run.weights("baseline/alone/shapes", selection));
            for (String stage :
                    List.of("distill/shapes", "baseline/single-teacher/shapes", "baseline/factor-transfer/shapes")) {
                assertThat(Files.readAllBytes(run.weights(stage, selection)))
                        .as(stage)
                        .isEqualTo(alone);
            }
        }
        PlannedRun chain = feed(other, SEQUENTIAL + WITHOUT_TEACHERS);
        chain.all();
        byte[] alone = Files.readAllBytes(chain.weights("baseline/alone/shapes", Selection.LAST));
        assertThat(Files.readAllBytes(chain.weights("distill/shapes/1", Selection.LAST)))
                .isEqualTo(alone);
        assertThat(Files.readAllBytes(chain.weights("distill/shapes/2", Selection.LAST)))
                .as("link 2 begins anew")
                .isNotEqualTo(alone);
    }

    @Test
    void theEnsembleOfOneTeacherIsThatTeacher() {
        Map<String, StageReport> reports =
                feed(folder, "mode: Parallel, teachers: 1").all();
        double teacher = reports.get("teacher/shapes/1").scores().stream()
                .filter(score -> score.selection() == Selection.BEST)
                .mapToDouble(Score::value)
                .findFirst()
                .orElseThrow();
        assertThat(reports.get("distill/shapes").scores())
                .filteredOn(score -> score.output().equals("teacher-ensemble"))
                .hasSize(2)
                .allMatch(score -> score.value() == teacher);
    }

    @Test
    void teachersAreNotTouched() throws IOException {
        PlannedRun run = feed(folder, "mode: Parallel, teachers: 1");
        run.done("teacher/shapes/1");
        byte[] before = Files.readAllBytes(run.weights("teacher/shapes/1", Selection.LAST));
        run.done("distill/shapes");
        assertThat(Files.readAllBytes(run.weights("teacher/shapes/1", Selection.LAST)))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {PARALLEL, SEQUENTIAL})
    void stoppedAnywhereAndGoneOnWithIsBitEqual(String feed, @TempDir Path other) {
        Map<String, StageReport> whole = feed(other, feed).all();
        PlannedRun run = feed(folder, feed);
        int stops = 0;
        for (Map.Entry<String, StageReport> expected : whole.entrySet()) {
            int looks = 5;
            StageReport report = run.run(expected.getKey(), Stops.after(looks));
            while (report.exit() == ExitCode.STOPPED.status()) {
                stops++;
                looks += 4;
                report = run.run(expected.getKey(), Stops.after(looks));
            }
            assertThat(report.exit()).as(report.message()).isZero();
            assertThat(report.weights())
                    .as(expected.getKey())
                    .isEqualTo(expected.getValue().weights());
            assertThat(report.scores())
                    .as(expected.getKey())
                    .isEqualTo(expected.getValue().scores());
        }
        assertThat(stops).isGreaterThan(whole.size());
    }

    private static PlannedRun feed(Path folder, String fields) {
        return new PlannedRun(folder, "feed: {" + fields + "}");
    }

    private static List<Double> errors(StageReport report) {
        return report.scores().stream()
                .filter(score -> score.metric().equals(Reconstruction.METRIC.id()))
                .map(Score::value)
                .toList();
    }
}
