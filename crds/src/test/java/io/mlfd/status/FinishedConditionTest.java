package io.mlfd.status;

import static io.mlfd.status.Statuses.RUNNING;
import static io.mlfd.status.Statuses.SUSPENDED;
import static io.mlfd.status.Statuses.T;
import static io.mlfd.status.Statuses.active;
import static io.mlfd.status.Statuses.allDone;
import static io.mlfd.status.Statuses.condition;
import static io.mlfd.status.Statuses.failed;
import static io.mlfd.status.Statuses.state;
import static io.mlfd.status.Statuses.stopping;
import static io.mlfd.status.Statuses.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.plan.Problem;
import io.mlfd.run.Attempts;
import io.mlfd.run.StageState.Failed;
import io.mlfd.status.StatusWriter.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts wait for one condition, and GitOps tools show by kstatus what a run is. */
class FinishedConditionTest {
    /** What is there, whether it is finished and why, and what kstatus makes of it. */
    static Stream<Arguments> runs() {
        return Stream.of(
                Arguments.of(
                        "new", write(RUNNING, state(Map.of()), List.of(), T), "False", "StagesRunning", "InProgress"),
                Arguments.of(
                        "under way",
                        write(RUNNING, state(Map.of("teacher/a", active(true, ""))), List.of(), T),
                        "False",
                        "StagesRunning",
                        "InProgress"),
                Arguments.of("complete", write(RUNNING, state(allDone()), List.of(), T), "True", "Complete", "Current"),
                Arguments.of(
                        "complete, suspended afterwards",
                        write(SUSPENDED, state(allDone()), List.of(), T),
                        "True",
                        "Complete",
                        "Current"),
                Arguments.of(
                        "failed",
                        write(RUNNING, state(Map.of("joint", failed())), List.of(), T),
                        "True",
                        "Failed",
                        "Failed"),
                Arguments.of(
                        "one stage failed, another runs",
                        write(
                                RUNNING,
                                state(Map.of("teacher/a", failed(), "teacher/b", active(true, ""))),
                                List.of(),
                                T),
                        "False",
                        "StagesRunning",
                        "InProgress"),
                Arguments.of(
                        "being suspended",
                        write(SUSPENDED, state(Map.of("teacher/a", stopping())), List.of(), T),
                        "False",
                        "Suspended",
                        "InProgress"),
                Arguments.of(
                        "suspended", write(SUSPENDED, state(Map.of()), List.of(), T), "True", "Suspended", "Current"),
                Arguments.of("invalid", refused(Refused.INVALID_SPEC, "no"), "True", "Invalid", "Failed"),
                Arguments.of(
                        "of another release",
                        refused(Refused.NOT_UNDERSTOOD, "no"),
                        "True",
                        "NotUnderstood",
                        "Failed"));
    }

    @ParameterizedTest(name = "a run that is {0}")
    @MethodSource("runs")
    void oneConditionTurnsForEveryEnd(
            String what, MLFDRunStatus status, String finished, String reason, String kstatus) {
        assertThat(condition(status, "Finished").status()).as(what).isEqualTo(finished);
        assertThat(condition(status, "Finished").reason()).isEqualTo(reason);
        assertThat(kstatus(status)).isEqualTo(kstatus);
    }

    /** The rules of github.com/kubernetes-sigs/cli-utils, pkg/kstatus, for a kind that it does not know. */
    private static String kstatus(MLFDRunStatus status) {
        for (Condition condition : status.conditions()) {
            if (condition.type().equals("Reconciling") && condition.status().equals("True")) {
                return "InProgress";
            }
            if (condition.type().equals("Stalled") && condition.status().equals("True")) {
                return "Failed";
            }
        }
        return status.conditions().stream()
                .filter(condition -> condition.type().equals("Ready"))
                .findFirst()
                .map(ready -> ready.status().equals("True") ? "Current" : "InProgress")
                .orElse("Current");
    }

    @Test
    void aLongTextStandsOnceAndElsewhereItsBeginning() {
        String text = "漢字 ".repeat(300);
        MLFDRunStatus failed =
                write(RUNNING, state(Map.of("joint", new Failed(new Attempts(4, 4, 0), T, text))), List.of(), T);
        assertThat(whereWhole(failed, text)).containsExactly("stage joint");
        assertThat(condition(failed, "Failed").message())
                .startsWith("joint: 漢字 漢字")
                .endsWith("... (status.stages[].message has all of it)");
        assertThat(condition(failed, "Stalled").message()).isEqualTo("joint failed; condition Failed says why");
        assertBrief(failed, "Failed");
        MLFDRunStatus invalid = refused(Refused.INVALID_SPEC, text);
        assertThat(whereWhole(invalid, text)).containsExactly("Accepted");
        assertThat(condition(invalid, "Stalled").message()).endsWith("... (condition Accepted has all of it)");
        assertBrief(invalid, "Accepted");
    }

    /** All but one of the conditions fit a line. */
    private static void assertBrief(MLFDRunStatus status, String but) {
        assertThat(status.conditions())
                .filteredOn(condition -> !condition.type().equals(but))
                .allMatch(condition -> condition.message().getBytes(StandardCharsets.UTF_8).length <= 200);
    }

    private static List<String> whereWhole(MLFDRunStatus status, String text) {
        return Stream.concat(
                        status.conditions().stream()
                                .filter(condition -> condition.message().contains(text))
                                .map(Condition::type),
                        status.stages().stream()
                                .filter(stage -> stage.message() != null
                                        && stage.message().contains(text))
                                .map(stage -> "stage " + stage.name()))
                .toList();
    }

    private static MLFDRunStatus refused(Refused why, String problem) {
        return StatusWriter.refused(why, 3, List.of(new Problem("spec.a", problem)), List.of(), T);
    }
}
