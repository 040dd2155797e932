package io.mlfd.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page is only shown as a run's where it is that run's. */
class ReportFilesTest {
    @TempDir
    private Path run;

    private final ReportData data = SyntheticRun.small().report("small");
    private ReportFiles report;

    @BeforeEach
    void write() {
        report = new ReportFiles(new WholeFiles(Disk.local()), run);
        assertThat(report.hold(data)).isFalse();
        report.write(data);
    }

    @Test
    void whatWasWrittenAtAnotherTimeIsTheSame() {
        assertThat(report.hold(data)).isTrue();
        assertThat(report.hold(data.writtenAt("2027-01-01T00:00:00Z"))).isTrue();
    }

    @Test
    void anotherRunsPageIsNotThisRuns() {
        assertThat(report.hold(SyntheticRun.small().report("other"))).isFalse();
        assertThat(report.hold(SyntheticRun.typical().report("small"))).isFalse();
    }

    @Test
    void aPageOfFewerStagesIsNotThatOfAll() {
        ReportData few = data.unfinished(data.stages().size() + 2);
        int done = few.stages().size();

        assertThat(few.outcome()).endsWith("Not finished: " + done + " of " + (done + 2) + " stages.");
        assertThat(few.contentKey()).isEmpty();
        report.write(few);
        assertThat(report.hold(data)).isFalse();
        assertThat(report.page()).content().contains("Not finished: ");
    }

    @Test
    void aSpoiltPageIsNone() throws IOException {
        Files.writeString(report.page(), Files.readString(report.page()).replace("small", "smell"));

        assertThat(report.hold(data)).isFalse();
    }

    @Test
    void withoutDataThereIsNone() throws IOException {
        Files.writeString(run.resolve(VolumeLayout.REPORT_DATA), "{");
        assertThat(report.hold(data)).isFalse();

        Files.delete(run.resolve(VolumeLayout.REPORT_DATA));
        assertThat(report.hold(data)).isFalse();
    }
}
