package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Plan;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Attempts;
import io.mlfd.run.StageState;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageLinesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Plan plan = Runs.small().plan();

    @TempDir
    private Path folder;

    private static Score score(String output, int correct) {
        return Score.ofShare("distill/a", output, "a", Metric.TOP1, Selection.LAST, correct, 100);
    }

    @Test
    void accuraciesOfFurtherNetworksSayWhoseTheyAre() {
        StageReport report = new StageReport(
                StageReport.VERSION,
                "distill/a",
                1,
                0,
                Optional.of("k"),
                false,
                List.of(score(Output.ONLY, 40), score("fused", 50)),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                new StageReport.Seconds(Optional.empty(), 1),
                "");
        StageState done =
                new StageState.Done(Attempts.FIRST, Optional.of(START), START.plusSeconds(65), Optional.of(report));
        StageState active = new StageState.Active(Attempts.FIRST, START, Optional.of(START), "");
        StageLines lines = new StageLines(new RunFolder(folder, new WholeFiles(Disk.local())));

        assertThat(lines.of(plan.stage("distill/a"), active, done, START))
                .containsExactly("done     distill/a in 1m05s: a 40.0 %, a fused 50.0 %");
    }
}
