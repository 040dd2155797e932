package io.mlfd.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ReportReader.Heard;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportReaderTest {
    private static final String REPORT = new ContractJson()
            .write(new StageReport(
                    StageReport.VERSION,
                    "joint",
                    2,
                    21,
                    Optional.of("k"),
                    false,
                    List.of(),
                    Optional.empty(),
                    List.of(new StageReport.Weights("a", "d")),
                    Optional.of(new StageReport.Checkpoint(3, "c")),
                    new StageReport.Seconds(Optional.empty(), 1),
                    "said"));

    private static Heard read(String text) {
        return new ReportReader().read(text, "joint", 2, 21);
    }

    @Test
    void aReportOfThisAttemptIsHeardWithoutANotice() {
        assertThat(read(REPORT).report()).map(StageReport::message).contains("said");
        assertThat(read(REPORT).notice()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage", "message", "seconds", "weights", "output", "digest", "scores", "attempt", "step"})
    void aNullWhereNoneMayBeMakesItNone(String field) {
        String damaged = REPORT.replaceFirst(
                "\"" + field + "\":(\"[^\"]*\"|[0-9]+|\\[[^]]*]|\\{[^}]*})", "\"" + field + "\":null");
        assertThat(damaged).isNotEqualTo(REPORT);
        assertThat(read(damaged)).isEqualTo(Heard.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"joint, 1, 21", "distill/a, 2, 21", "joint, 2, 0"})
    void anotherAttemptsReportIsNone(String stage, int attempt, int exit) {
        assertThat(new ReportReader().read(REPORT, stage, attempt, exit)).isEqualTo(Heard.NOTHING);
    }

    @Test
    void namesAreAsLongAsTheirFieldsInTheStatus() {
        String longest = "n".repeat(63);
        assertThat(read(REPORT.replace("\"output\":\"a\"", "\"output\":\"" + longest + "\""))
                        .report())
                .isPresent();
        assertThat(read(REPORT.replace("\"output\":\"a\"", "\"output\":\"" + longest + "n\"")))
                .isEqualTo(Heard.NOTHING);
    }

    @Test
    void aLongTextIsNotLookedAt() {
        assertThat(read(" ".repeat(StageReport.MAX_BYTES) + REPORT)).isEqualTo(Heard.NOTHING);
        assertThat(read("")).isEqualTo(Heard.NOTHING);
    }

    @Test
    void whatALaterReleaseAddedIsPassedOverAndTold() {
        String later = REPORT.replace("\"weights\":[{", "\"energy\":{\"joule\":[1]},\"weights\":[{\"bytes\":5,");
        assertThat(read(later).report()).map(StageReport::message).contains("said");
        assertThat(read(later).notice())
                .isEqualTo("its report has fields that this program does not know (energy, weights[0].bytes);"
                        + " use operator and trainer of one release");
    }

    @Test
    void anotherVersionIsToldWhateverElseStandsThere() {
        String words = "its report is of version 1, this program reads version 2;"
                + " use operator and trainer of one release";
        assertThat(read("{\"version\":1}")).isEqualTo(new Heard(Optional.empty(), words));
        assertThat(read("{\"scores\":{\"all\":[]},\"stage\":5,\"version\":1}"))
                .isEqualTo(new Heard(Optional.empty(), words));
        assertThat(read("{\"scores\":[{\"version\":2}]}")).isEqualTo(Heard.NOTHING);
    }
}
