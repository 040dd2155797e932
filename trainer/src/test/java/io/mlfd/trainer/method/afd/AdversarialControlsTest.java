package io.mlfd.trainer.method.afd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Score;
import io.mlfd.trainer.method.PlannedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controls from end to end, in a whole run. */
class AdversarialControlsTest {
    private static final List<String> CONTROLS =
            List.of("baseline/logits-only/shapes", "baseline/direct-alignment/shapes", "baseline/all-pairs/shapes");

    @TempDir
    private Path folder;

    @Test
    void everyControlLeavesItsFirstNetworkAndIsShownBesideTheMethod() throws IOException {
        Map<String, StageReport> stages =
                new PlannedRun(folder, "afd: {peers: 3, controls: [LogitsOnly, DirectAlignment, AllPairs]}").all();

        assertThat(stages.keySet()).containsAll(CONTROLS);
        for (String control : CONTROLS) {
            StageReport report = stages.get(control);
            assertThat(report.scores()).as(control).extracting(Score::output).containsOnly(Output.ONLY);
            assertThat(report.weights())
                    .as(control)
                    .extracting(StageReport.Weights::output)
                    .containsOnly(Output.ONLY);
        }
        assertThat(CONTROLS.stream().map(stages::get).toList())
                .as("what is exchanged makes them differ")
                .extracting(report -> report.weights().get(0).digest())
                .doesNotHaveDuplicates();
        assertThat(Files.readString(folder.resolve(VolumeLayout.REPORT_PAGE)))
                .contains("Peer 1", "Alone", "Logits only", "Direct alignment", "All pairs", "Logit ensemble");
    }
}
