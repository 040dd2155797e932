package io.mlfd.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.feed.Reconstruction;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ResultText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports of whole runs of the methods that are not MLFD. */
class MethodReportTest {
    @TempDir
    private Path folder;

    @Test
    void feedShowsReconstructionErrorsInATableOfTheirOwn() throws IOException {
        Map<String, StageReport> stages =
                new PlannedRun(folder, "feed: {mode: Parallel, teachers: 2, controls: [SingleTeacher]}").all();

        assertThat(page())
                .contains("reconstruction error", "Means over the test images, ", "Teacher ensemble", "Single teacher");
        List<String> tables = tables();
        assertThat(tables).hasSize(2);
        assertThat(tables.get(0)).contains("Student").doesNotContain("reconstruction error");
        List<String> errors = stages.values().stream()
                .flatMap(stage -> stage.scores().stream())
                .filter(score ->
                        score.metric().equals(Reconstruction.METRIC.id()) && score.selection() == Selection.LAST)
                .map(score -> String.format(Locale.ROOT, "%.4g", score.value()))
                .toList();
        assertThat(errors).hasSize(3);
        assertThat(tables.get(1))
                .contains("Teacher 1's maps, reconstruction error")
                .contains(errors);
    }

    @Test
    void feedsChainComparesItsLinks() throws IOException {
        new PlannedRun(folder, "feed: {mode: Sequential, links: 2}").all();

        assertThat(page()).contains("Link 1", "Link 2");
        assertThat(tables()).hasSize(2);
    }

    @Test
    void fflShowsTheFusedClassifierBesideItsBranches() throws IOException {
        StageReport online = new PlannedRun(folder, "ffl: {branches: 2}").all().get("online/shapes");

        assertThat(page()).contains("Fused classifier", "Mean of branches", "Alone");
        List<String> tables = tables();
        assertThat(tables).hasSize(1);
        List<String> accuracies = online.scores().stream()
                .filter(score -> score.metric().equals(Metric.TOP1.id()) && score.selection() == Selection.LAST)
                .map(Score::value)
                .map(value -> String.format(Locale.ROOT, " %.1f [", 100 * value))
                .toList();
        assertThat(accuracies).hasSizeGreaterThan(3);
        assertThat(tables.get(0)).contains(accuracies).contains(Roles.ENSEMBLE.label());
    }

    private String page() throws IOException {
        return Files.readString(folder.resolve(VolumeLayout.REPORT_PAGE));
    }

    /** Of the report as text. */
    private List<String> tables() throws IOException {
        ReportData data =
                new ContractJson().read(Files.readString(folder.resolve(VolumeLayout.REPORT_DATA)), ReportData.class);
        return Stream.of(ResultText.table(data).split("\n\n"))
                .filter(block -> block.startsWith("| Data set"))
                .toList();
    }
}
