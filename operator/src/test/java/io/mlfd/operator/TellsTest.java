package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.run.Action.Importance;
import io.mlfd.run.Action.Tell;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one look tells becomes few events. */
class TellsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            RunStarted 6 stages, StageStarted a, StageStarted b | RunStarted 6 stages; started: a, b
            StageDone a                                         | StageDone a
            StageDone a, StageDone b, StageStarted joint        | StageDone a, b; started: joint
            StageStarted a                                      | StageStarted a
            StageDone a, RunComplete 6 stages done              | StageDone a / RunComplete 6 stages done
            !StageRetried a, !StageRetried b, StageStarted c    | StageStarted c / !StageRetried a / !StageRetried b
            !StageDone a, StageDone b, StageStarted c           | StageDone b; started: c / !StageDone a
            RunStarted 1 stages, StageDone a, StageStarted b    | RunStarted 1 stages / StageDone a; started: b""")
    void newsOfOneKindAreOneAndStartsStandWithTheirCause(String told, String events) {
        List<Tell> tells = Arrays.stream(told.split(", ")).map(TellsTest::tell).toList();
        assertThat(Tells.together(tells))
                .containsExactlyElementsOf(
                        Arrays.stream(events.split(" / ")).map(TellsTest::tell).toList());
    }

    private static Tell tell(String text) {
        boolean warning = text.startsWith("!");
        String[] words = (warning ? text.substring(1) : text).split(" ", 2);
        return new Tell(warning ? Importance.WARNING : Importance.NORMAL, words[0], words[1]);
    }
}
