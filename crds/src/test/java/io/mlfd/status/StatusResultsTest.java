package io.mlfd.status;

import static io.mlfd.status.Statuses.PLAN;
import static io.mlfd.status.Statuses.RUNNING;
import static io.mlfd.status.Statuses.T;
import static io.mlfd.status.Statuses.WRITER;
import static io.mlfd.status.Statuses.allDone;
import static io.mlfd.status.Statuses.done;
import static io.mlfd.status.Statuses.state;
import static io.mlfd.status.Statuses.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.ResultValue;
import io.mlfd.contract.Output;
import io.mlfd.contract.PackedScores;
import io.mlfd.contract.ScoreSlot;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageReport.Seconds;
import io.mlfd.contract.feed.Reconstruction;
import io.mlfd.plan.Checked.Valid;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Specs;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.Attempts;
import io.mlfd.run.Plans;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.Done;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusResultsTest {
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

    /** A helper set has a row without a gain, and nobody waits for one. */
    @Test
    void aHelperSetHasNoShareInTheMeanGain() {
        Plan plan = ((Valid<Plan>) Specs.planned("""
                apiVersion: mlfd.io/v1alpha1
                kind: MLFDRun
                metadata: {name: helped}
                spec:
                  datasets:
                    - {name: b, source: {generated: {kind: glyphs}, trainPerClass: 9, testPerClass: 2}, model: {name: resnet8}, student: {none: true}}
                    - {name: a, source: {generated: {kind: shapes}, trainPerClass: 9, testPerClass: 2}, model: {name: resnet8}}
                  input: {size: 16}
                  training: {epochs: 3}
                  method: {mlfd: {}}
                """)).value();
        Map<String, StageState> stages =
                new LinkedHashMap<>(RunState.initial(plan).stages());
        stages.put("teacher/a", done("teacher/a", "a", 50));
        stages.put("teacher/b", done("teacher/b", "b", 90));
        StatusResults before = new StatusResults(plan, of(stages));
        stages.put("distill/a", done("distill/a", "a", 53));
        StatusResults after = new StatusResults(plan, of(stages));

        assertThat(before.meanGain()).isEmpty();
        assertThat(after.meanGain()).contains("+3.0");
        assertThat(after.rows()).extracting(row -> row.dataset()).containsExactly("b", "a");
        assertThat(after.rows().get(0).gain()).isNull();
    }

    private static RunState of(Map<String, StageState> stages) {
        return new RunState(stages, Optional.empty(), Optional.empty(), Optional.empty());
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
    void aPlainNumberIsNoPercent() {
        Plan feed = Plans.of(Plans.TWO_SETS
                .replace("method: {mlfd: {}}", "method: {feed: {mode: Parallel, teachers: 1}}")
                .replace("baselines: [OwnTeacher]", ""));
        List<Score> scores = List.of(
                Score.ofShare("distill/a", Output.ONLY, "a", Metric.TOP1, Selection.LAST, 53, 100),
                new Score(
                        "distill/a", "translator-1", "a", Reconstruction.METRIC.id(), Selection.LAST, 0.0123456, 100));
        Map<String, StageState> stages =
                new LinkedHashMap<>(RunState.initial(feed).stages());
        stages.put("distill/a", done(scores));

        MLFDRunStatus status = WRITER.write(feed, RUNNING, open(stages), 7, List.of(), T);

        assertThat(status.results()).singleElement().satisfies(row -> assertThat(row.values())
                .containsExactly(
                        new ResultValue("student", "top1", "53.0"),
                        new ResultValue("teacher-1-maps", "reconstruction", "0.01235")));
        assertThat(new StatusReader().read(feed, status).stage("distill/a")).isEqualTo(stages.get("distill/a"));
    }

    private static RunState open(Map<String, StageState> stages) {
        return new RunState(stages, Optional.of(RunClock.start(T)), Optional.empty(), Optional.empty());
    }
}
