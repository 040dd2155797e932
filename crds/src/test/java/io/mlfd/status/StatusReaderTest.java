package io.mlfd.status;

import static io.mlfd.status.Statuses.PLAN;
import static io.mlfd.status.Statuses.RUNNING;
import static io.mlfd.status.Statuses.T;
import static io.mlfd.status.Statuses.active;
import static io.mlfd.status.Statuses.done;
import static io.mlfd.status.Statuses.failed;
import static io.mlfd.status.Statuses.state;
import static io.mlfd.status.Statuses.stopping;
import static io.mlfd.status.Statuses.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.plan.Plan;
import io.mlfd.run.Attempts;
import io.mlfd.run.Plans;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Queued;
import io.mlfd.run.StageState.StopReason;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.status.StatusReader.StatusException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReaderTest {
    @Test
    void everyStateComesBack() {
        Map<String, StageState> stages = new LinkedHashMap<>();
        stages.put("teacher/a", done("teacher/a", "a", 50));
        stages.put("teacher/b", active(true, ""));
        stages.put("joint", active(false, "waits"));
        stages.put("distill/a", stopping());
        stages.put("distill/b", new BackingOff(new Attempts(3, 2, 0), T.plusSeconds(9), "exit 1"));
        stages.put("baseline/own-teacher/a", failed());
        stages.put("report", new Queued(new Attempts(2, 0, 1), T, "600m more needed"));
        stages.put("baseline/own-teacher/b", new Stopping(new Attempts(2, 0, 1), StopReason.TIMED_OUT, "late"));
        RunState state = state(stages);
        MLFDRunStatus status = write(RUNNING, state, List.of(), T);
        assertThat(new StatusReader().read(PLAN, status).stages()).isEqualTo(state.stages());
    }

    @Test
    void theClockComesBackGoingAndStanding() {
        for (RunClock clock : List.of(
                RunClock.start(T),
                new RunClock(T, Duration.ofHours(3), Optional.of(T.plusSeconds(99))),
                new RunClock(T, Duration.ZERO, Optional.empty()),
                new RunClock(T, Duration.ofSeconds(1), Optional.empty()))) {
            RunState state = new RunState(
                    RunState.initial(PLAN).stages(), Optional.of(clock), Optional.empty(), Optional.empty());
            MLFDRunStatus status = write(RUNNING, state, List.of(), T);
            assertThat(new StatusReader().read(PLAN, status).clock()).contains(clock);
        }
    }

    @Test
    void aStatusWithoutAClockHasGoneOnSinceItsStart() {
        MLFDRunStatus status = write(RUNNING, state(Map.of()), List.of(), T);
        assertThat(new StatusReader().read(PLAN, clocked(status, null, null)).clock())
                .contains(RunClock.start(T));
        assertThatThrownBy(() -> new StatusReader().read(PLAN, clocked(status, null, -1L)))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("status.activeSeconds");
    }

    private static MLFDRunStatus clocked(MLFDRunStatus status, String activeSince, Long activeSeconds) {
        return new MLFDRunStatus(
                status.observedGeneration(),
                status.phase(),
                status.conditions(),
                status.startTime(),
                status.completionTime(),
                activeSince,
                activeSeconds,
                status.stagesDone(),
                status.current(),
                status.meanGain(),
                status.volume(),
                status.stages(),
                status.results(),
                status.rerun(),
                status.summary());
    }

    @Test
    void whatIsSaidOfAFinishedStageComesBack() {
        StageState told = new Done(Attempts.FIRST, Optional.of(T), T, Optional.empty(), "its report is of version 2");
        MLFDRunStatus status = write(RUNNING, state(Map.of("teacher/a", told)), List.of(), T);
        assertThat(new StatusReader().read(PLAN, status).stage("teacher/a")).isEqualTo(told);
    }

    /** Each as JSON pointer of a status, a value, and the path that is named. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /stages/0/attempt           | 0          | stages[teacher/a].attempt: 0 means nothing to this program
            /stages/0/attempt           | null       | stages[teacher/a].attempt is missing
            /stages/0/failures          | null       | stages[teacher/a].failures is missing
            /stages/0/failures          | -1         | stages[teacher/a].failures: -1 means nothing to this program
            /stages/0/disruptions       | null       | stages[teacher/a].disruptions is missing
            /stages/0/disruptions       | -1         | stages[teacher/a].disruptions: -1 means nothing to this program
            /stages/0/state             | null       | stages[teacher/a].state is missing
            /stages/0/state             | "Asleep"   | stages[teacher/a].state: "Asleep" means nothing to this program
            /stages/0/planKey           | null       | stages[teacher/a].planKey is of another spec
            /stages/0/name              | null       | has no stage teacher/a
            /stages/0/completionTime    | null       | stages[teacher/a].completionTime is missing
            /stages/0/completionTime    | "today"    | stages[teacher/a].completionTime: "today" means nothing to this program
            /stages/0/scores/0/metric   | null       | stages[teacher/a].scores[0].metric is missing
            /stages/0/scores/0/output   | null       | stages[teacher/a].scores[0].output is missing
            /stages/0/scores/0/selection | "newest"  | stages[teacher/a].scores[0].selection: "newest" means nothing to this program
            /stages/0/scores/0/value    | null       | stages[teacher/a].scores[0].value is missing
            /stages/0/scores/0/count    | null       | stages[teacher/a].scores[0].count is missing
            /stages/0/scores/0/count    | 0          | stages[teacher/a].scores[0].count: 0 means nothing to this program
            /stages/0/scores/0/dataset  | null       | stages[teacher/a].scores[0].dataset is missing
            /stages/0/weights/0/digest  | null       | stages[teacher/a].weights[0].digest is missing
            /stages/0/checkpoint/step   | null       | stages[teacher/a].checkpoint.step is missing
            /startTime                  | "now"      | startTime: "now" means nothing to this program
            /activeSeconds              | -1         | activeSeconds: -1 means nothing to this program
            /activeSeconds              | 9223372036854775807 | activeSeconds
            """)
    void whatAnotherReleaseWroteIsNamed(String pointer, String value, String words) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        JsonNode tree =
                json.valueToTree(write(RUNNING, state(Map.of("teacher/a", done("teacher/a", "a", 50))), List.of(), T));
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) tree.at(pointer.substring(0, slash))).set(pointer.substring(slash + 1), json.readTree(value));
        MLFDRunStatus status = json.treeToValue(tree, MLFDRunStatus.class);
        assertThatThrownBy(() -> clockAsWell(new StatusReader().read(PLAN, status)))
                .isInstanceOf(StatusException.class)
                .hasMessageStartingWith("status")
                .hasMessageContaining(words);
    }

    private static void clockAsWell(RunState state) {
        state.clock().ifPresent(clock -> clock.at(T.plusSeconds(5)));
    }

    @Test
    void statusOfAnotherSpecIsRefused() {
        MLFDRunStatus status = write(RUNNING, state(Map.of()), List.of(), T);
        Plan other = Plans.of(Plans.TWO_SETS.replace("epochs: 2", "epochs: 3"));
        assertThatThrownBy(() -> new StatusReader().read(other, status))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("teacher/a");
    }
}
