package io.mlfd.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.api.MLFDRunStatus.ResultValue;
import io.mlfd.contract.Output;
import io.mlfd.contract.PackedScores;
import io.mlfd.contract.ScoreSlot;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageReport.Seconds;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Problem;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Attempts;
import io.mlfd.run.Hindrance;
import io.mlfd.run.Plans;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.StopReason;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.status.StatusReader.StatusException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    private static final Plan PLAN = Plans.twoSets();
    private static final RunPolicy RUNNING = Plans.policy(false, 2);
    private static final RunPolicy SUSPENDED = Plans.policy(true, 2);

    private final StatusWriter writer = new StatusWriter((stage, attempt) -> "job-" + attempt, "claim");

    @Test
    void phasesAndConditions() {
        check(RUNNING, Map.of(), "Pending", "Progressing", "Reconciling");
        check(RUNNING, Map.of("teacher/a", active(true, "")), "Running", "Progressing", "Reconciling");
        check(SUSPENDED, Map.of("teacher/a", stopping()), "Suspending", "Suspended");
        check(SUSPENDED, Map.of(), "Suspended", "Suspended");
        check(RUNNING, allDone(), "Complete", "Complete", "Ready");
        check(RUNNING, Map.of("joint", failed()), "Failed", "Failed", "Stalled");
    }

    private void check(RunPolicy policy, Map<String, StageState> stages, String phase, String... trueBesideAccepted) {
        MLFDRunStatus status = write(policy, state(stages), List.of(), T);
        assertThat(status.phase()).isEqualTo(phase);
        assertThat(status.conditions())
                .filteredOn(c -> c.status().equals("True"))
                .extracting(Condition::type)
                .contains(trueBesideAccepted)
                .contains("Accepted")
                .hasSize(trueBesideAccepted.length + 1);
        assertThat(status.observedGeneration()).isEqualTo(7);
        assertThat(status.conditions()).allMatch(c -> c.observedGeneration() == 7);
    }

    @Test
    void transitionTimeStaysUntilTheConditionTurns() {
        MLFDRunStatus first = write(RUNNING, state(Map.of()), List.of(), T);
        Instant later = T.plusSeconds(60);
        MLFDRunStatus second = write(RUNNING, state(allDone()), first.conditions(), later);
        assertThat(condition(second, "Accepted").lastTransitionTime()).isEqualTo(T.toString());
        assertThat(condition(second, "Complete").lastTransitionTime()).isEqualTo(later.toString());
        assertThat(condition(second, "Failed").lastTransitionTime()).isEqualTo(T.toString());
    }

    @Test
    void whatPodsWaitForIsTold() {
        MLFDRunStatus status =
                write(RUNNING, state(Map.of("teacher/a", active(false, "ImagePullBackOff: nope"))), List.of(), T);
        Condition progressing = condition(status, "Progressing");
        assertThat(progressing.reason()).isEqualTo("StagesPending");
        assertThat(progressing.message()).isEqualTo("teacher/a: ImagePullBackOff: nope");
    }

    @ParameterizedTest
    @CsvSource({
        "VOLUME, false, VolumeNotReady, it is in the way",
        "VOLUME, true, StagesRunning, 0 of 8 stages done; it is in the way",
        "REFUSAL, false, Refused, it is in the way",
        "REFUSAL, true, StagesRunning, 0 of 8 stages done; it is in the way",
        "OCCUPIED, false, StagesPending, it is in the way",
        "OCCUPIED, true, StagesRunning, 0 of 8 stages done; it is in the way"
    })
    void whatIsInTheWayIsTold(Hindrance.Kind kind, boolean otherRuns, String reason, String message) {
        RunState free = state(otherRuns ? Map.of("teacher/b", active(true, "")) : Map.of());
        RunState hindered = new RunState(
                free.stages(), free.clock(), Optional.empty(), Optional.of(new Hindrance(kind, "it is in the way")));
        Condition progressing = condition(write(RUNNING, hindered, List.of(), T), "Progressing");
        assertThat(progressing.reason()).isEqualTo(reason);
        assertThat(progressing.message()).isEqualTo(message);
    }

    @Test
    void aRunThatOnlyWaitsToTryAgainSaysWhy() {
        StageState backingOff = new BackingOff(new Attempts(2, 1, 0), T.plusSeconds(9), "exit code 1");
        Condition progressing =
                condition(write(RUNNING, state(Map.of("teacher/a", backingOff)), List.of(), T), "Progressing");
        assertThat(progressing.reason()).isEqualTo("BackingOff");
        assertThat(progressing.message()).isEqualTo("teacher/a: exit code 1");
    }

    @Test
    void refusedSpecNamesEveryProblem() {
        MLFDRunStatus status =
                writer.refused(3, List.of(new Problem("spec.a", "is bad"), new Problem("spec.b", "too")), List.of(), T);
        assertThat(condition(status, "Accepted").status()).isEqualTo("False");
        assertThat(condition(status, "Accepted").message()).isEqualTo("spec.a: is bad; spec.b: too");
        assertThat(condition(status, "Stalled").status()).isEqualTo("True");
    }

    @Test
    void resultsAndGain() {
        Map<String, StageState> stages = new LinkedHashMap<>(allDone());
        stages.put("teacher/a", done("teacher/a", "a", 50));
        stages.put("distill/a", done("distill/a", "a", 53));
        stages.put("baseline/own-teacher/a", done("baseline/own-teacher/a", "a", 49));
        MLFDRunStatus status = write(RUNNING, state(stages), List.of(), T);
        assertThat(status.results()).singleElement().satisfies(row -> {
            assertThat(row.dataset()).isEqualTo("a");
            assertThat(row.values())
                    .containsExactly(
                            new ResultValue("teacher", "top1", "50.0"),
                            new ResultValue("student", "top1", "53.0"),
                            new ResultValue("own-teacher", "top1", "49.0"));
            assertThat(row.gain()).isEqualTo("+3.0");
        });
        assertThat(status.meanGain()).isEqualTo("+3.0");
        assertThat(status.stagesDone()).isEqualTo("8/8");
    }

    /** The last words of all other stages were lost. */
    @Test
    void resultsAreThoseThatTheReportStageRepeats() {
        List<Score> scores = PLAN.stages().stream()
                .flatMap(stage -> ScoreSlot.of(stage.name(), stage.work(), PLAN.datasets()).stream())
                .map(slot -> Score.ofShare(
                        slot.stage(),
                        slot.output().id(),
                        slot.dataset(),
                        slot.metric(),
                        Selection.LAST,
                        slot.stage().startsWith("distill") ? 40 : 30,
                        50))
                .toList();
        Map<String, StageState> stages = new LinkedHashMap<>(allDone());
        StageReport report = new StageReport(
                StageReport.VERSION,
                "report",
                1,
                0,
                Optional.of("c0ffee"),
                false,
                List.of(),
                Optional.of(PackedScores.pack(scores)),
                List.of(),
                Optional.empty(),
                new Seconds(Optional.empty(), 0),
                "");
        stages.put("report", new Done(Attempts.FIRST, Optional.of(T), T, Optional.of(report)));

        MLFDRunStatus status = write(RUNNING, state(stages), List.of(), T);

        assertThat(status.results()).hasSize(2).allSatisfy(row -> {
            assertThat(row.values()).hasSize(4);
            assertThat(row.gain()).isEqualTo("+20.0");
        });
        assertThat(status.meanGain()).isEqualTo("+20.0");
        assertThat(new StatusReader().read(PLAN, status).stages())
                .isEqualTo(state(stages).stages());
    }

    @Test
    void everyStateComesBack() {
        Map<String, StageState> stages = new LinkedHashMap<>();
        stages.put("teacher/a", done("teacher/a", "a", 50));
        stages.put("teacher/b", active(true, ""));
        stages.put("joint", active(false, "waits"));
        stages.put("distill/a", stopping());
        stages.put("distill/b", new BackingOff(new Attempts(3, 2, 0), T.plusSeconds(9), "exit 1"));
        stages.put("baseline/own-teacher/a", failed());
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
                status.results());
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
            /stages/0/disruptions       | -1         | stages[teacher/a].attempt: 1 means nothing to this program
            /stages/0/state             | null       | stages[teacher/a].state is missing
            /stages/0/state             | "Queued"   | stages[teacher/a].state: "Queued" means nothing to this program
            /stages/0/planKey           | null       | stages[teacher/a].planKey is of another spec
            /stages/0/name              | null       | has no stage teacher/a
            /stages/0/completionTime    | null       | stages[teacher/a].completionTime is missing
            /stages/0/completionTime    | "today"    | stages[teacher/a].completionTime: "today" means nothing to this program
            /stages/0/scores/0/metric   | null       | stages[teacher/a].scores[0].metric is missing
            /stages/0/scores/0/output   | null       | stages[teacher/a].scores[0].output is missing
            /stages/0/scores/0/selection | "newest"  | stages[teacher/a].scores[0].selection: "newest" means nothing to this program
            /stages/0/scores/0/value    | null       | stages[teacher/a].scores[0].value is missing
            /stages/0/scores/0/count    | null       | stages[teacher/a].scores[0].count is missing
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

    private MLFDRunStatus write(RunPolicy policy, RunState state, List<Condition> before, Instant now) {
        return writer.write(PLAN, policy, state, 7, before, now);
    }

    private static RunState state(Map<String, StageState> some) {
        Map<String, StageState> stages =
                new LinkedHashMap<>(RunState.initial(PLAN).stages());
        stages.putAll(some);
        Optional<RunClock> clock = Optional.of(RunClock.start(T));
        RunState open = new RunState(stages, clock, Optional.empty(), Optional.empty());
        boolean ended = open.complete() || (open.anyFailed() && !open.anyProcess());
        return new RunState(stages, clock, ended ? Optional.of(T) : Optional.empty(), Optional.empty());
    }

    private static Map<String, StageState> allDone() {
        Map<String, StageState> stages = new LinkedHashMap<>();
        for (Stage stage : PLAN.stages()) {
            stages.put(stage.name(), new Done(Attempts.FIRST, Optional.of(T), T, Optional.empty()));
        }
        return stages;
    }

    private static StageState active(boolean running, String message) {
        return new Active(Attempts.FIRST, T, running ? Optional.of(T) : Optional.empty(), message);
    }

    private static StageState stopping() {
        return new Stopping(Attempts.FIRST, StopReason.SUSPENDED, "the run is suspended");
    }

    private static StageState failed() {
        return new Failed(new Attempts(4, 4, 0), T, "exit 1");
    }

    private static StageState done(String stage, String dataset, int correct) {
        Score score = Score.ofShare(stage, Output.ONLY, dataset, Metric.TOP1, Selection.LAST, correct, 100);
        StageReport report = new StageReport(
                StageReport.VERSION,
                stage,
                1,
                0,
                Optional.of("c0ffee"),
                true,
                List.of(score),
                Optional.empty(),
                List.of(new StageReport.Weights(Output.ONLY, "abc")),
                Optional.of(new StageReport.Checkpoint(12, "def")),
                new Seconds(Optional.empty(), 0),
                "");
        return new Done(Attempts.FIRST, Optional.of(T), T, Optional.of(report));
    }

    private static Condition condition(MLFDRunStatus status, String type) {
        return status.conditions().stream()
                .filter(c -> c.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
