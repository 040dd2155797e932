package io.mlfd.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.Output;
import io.mlfd.contract.PackedScores;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageReport.Seconds;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTextTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 12, 40, 1000})
    void fitsATerminationMessageAndStaysReadable(int datasets) {
        StageReport report = report(datasets, "é".repeat(900));
        String text = new ReportText().of(report);
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(StageReport.MAX_BYTES);
        StageReport read = new ContractJson().read(text, StageReport.class);
        assertThat(read.exit()).isEqualTo(report.exit());
        assertThat(report.scores()).containsAll(read.scores());
        if (datasets <= 3) {
            assertThat(read).isEqualTo(report);
        }
        if (datasets == 12) {
            assertThat(read.scores()).hasSize(12).allMatch(score -> score.selection() == Selection.LAST);
        }
    }

    private static StageReport report(int datasets, String message) {
        List<Score> scores = IntStream.range(0, datasets)
                .mapToObj(i -> "set-" + i)
                .flatMap(name -> Stream.of(Selection.LAST, Selection.BEST)
                        .map(selection -> Score.ofShare("joint", Output.ONLY, name, Metric.TOP1, selection, 10, 20)))
                .toList();
        return new StageReport(
                StageReport.VERSION,
                "joint",
                1,
                0,
                Optional.of("key"),
                false,
                scores,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                new Seconds(Optional.empty(), 1.5),
                message);
    }

    /** A report stage repeats all scores and has no weights; the longest message is what else there can be. */
    @Test
    void aWordOfAllScoresIsNeverLeftOut() {
        StageReport report = packed(0, "€".repeat(900));
        String text = new ReportText().of(report);
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isBetween(3500, StageReport.MAX_BYTES);
        StageReport read = new ContractJson().read(text, StageReport.class);
        assertThat(read.repeated()).isEqualTo(report.repeated());
        assertThat(read.message()).isEqualTo("€".repeat(197) + "...");
    }

    @Test
    void aWordOfAllScoresBesideTheWeightsOfAStageFits() {
        StageReport report = packed(6, "done");
        String text = new ReportText().of(report);
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isBetween(3800, StageReport.MAX_BYTES);
        assertThat(new ContractJson().read(text, StageReport.class)).isEqualTo(report);
    }

    @Test
    void whatCannotBeLeftOutAndHasNoRoomIsAnError() {
        assertThatThrownBy(() -> new ReportText().of(packed(12, "done")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("a report without scores takes 4[0-9]{3} bytes");
    }

    /** The longest word that {@link PackedScores} makes, and so many weights. */
    private static StageReport packed(int weights, String message) {
        return new StageReport(
                StageReport.VERSION,
                "report",
                1,
                0,
                Optional.of("0123456789abcdef".repeat(2)),
                false,
                List.of(),
                Optional.of("A".repeat(PackedScores.MAX_LENGTH)),
                IntStream.rangeClosed(1, weights)
                        .mapToObj(i -> new StageReport.Weights("branch-" + i, "ab".repeat(32)))
                        .toList(),
                Optional.empty(),
                new Seconds(Optional.empty(), 1.5),
                message);
    }
}
