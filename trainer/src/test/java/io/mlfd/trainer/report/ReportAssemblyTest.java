package io.mlfd.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.contract.supervised.TrainUnion;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import io.mlfd.result.ResultTable;
import io.mlfd.result.ResultTable.Row;
import io.mlfd.result.RightAnswers;
import io.mlfd.result.Role;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.report.ReportData.Dataset;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Answers;
import io.mlfd.trainer.result.StageResult.DataRecord;
import io.mlfd.trainer.stage.Orders;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against values worked out by hand. */
class ReportAssemblyTest {
    private static final Offset<Double> EXACT = within(1e-9);

    private final ScoredRun run = new ScoredRun();

    @Test
    void unionNetworkCountsForDataSetsOfItsShapeWithBothScorings() {
        ReportData report = SyntheticRun.typical().report("run");
        ResultTable table = report.tables().get(0);

        for (Dataset set : report.datasets()) {
            StageResult union = SyntheticRun.typical().stages().stream()
                    .filter(stage -> stage.work() instanceof TrainUnion work
                            && work.network().equals(set.network()))
                    .findFirst()
                    .orElseThrow();
            Row row = table.rows().get(report.datasets().indexOf(set));
            for (Metric metric : List.of(Metric.TOP1, Metric.TOP1_ALL_LABELS)) {
                assertThat(value(row, Roles.UNION, metric))
                        .isEqualTo(score(union, set.name(), metric, Selection.LAST), EXACT);
            }
            assertThat(row.gains()).hasSize(5);
        }
    }

    @Test
    void lastAndSelectedWeightsAreKeptApart() {
        SyntheticRun synthetic = SyntheticRun.typical();
        List<ResultTable> tables = synthetic.report("run").tables();

        assertThat(tables).extracting(ResultTable::selection).containsExactly(Selection.LAST, Selection.BEST);
        for (ResultTable table : tables) {
            for (StageResult stage : synthetic.stages()) {
                if (stage.work() instanceof TrainTeacher || stage.work() instanceof Distill) {
                    String dataset = stage.dataset().orElseThrow();
                    Row row = table.rows().stream()
                            .filter(one -> one.dataset().equals(dataset))
                            .findFirst()
                            .orElseThrow();
                    Role role = stage.work() instanceof Distill ? Distill.ROLE : Roles.TEACHER;
                    assertThat(value(row, role, Metric.TOP1))
                            .isEqualTo(score(stage, dataset, Metric.TOP1, table.selection()), EXACT);
                }
            }
        }
        assertThat(tables.get(0).rows()).isNotEqualTo(tables.get(1).rows());
    }

    private static double value(Row row, Role role, Metric metric) {
        return row.cell(Column.of(role, metric)).orElseThrow().value();
    }

    private static double score(StageResult stage, String dataset, Metric metric, Selection selection) {
        return stage.scores().stream()
                .filter(score -> score.dataset().equals(dataset)
                        && score.metric().equals(metric.id())
                        && score.selection() == selection)
                .mapToDouble(Score::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void stagesThatSawDifferentImagesAreNotCompared() {
        run.teacher("a", 0, 80, 100);
        run.data = new DataRecord("a", "f2", List.of("x", "y"), 50, 0, 100, Optional.empty());
        run.student("a", 0, 90, 100);

        assertThatThrownBy(() -> run.report("a"))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        "data set a: teacher/a and distill/a saw different images; restore the data or start a new run");
    }

    @Test
    void answersDecideWhatIsClaimed() {
        run.teacher("a", 0, 80, 100);
        run.student("a", 0, 90, 100);

        // The first 80 images are right with both: 10 against 0, p = 2 / 1024.
        assertThat(run.report("a").outcome()).isEqualTo("Student over teacher: gains; +10.0 points (80.0 to 90.0 %).");
    }

    @Test
    void textIsATableWithIntervalsBesideTheValues() {
        run.teacher("a", 0, 80, 100);
        run.student("a", 0, 90, 100);

        assertThat(ResultText.table(run.report("a")).lines().limit(3))
                .containsExactly(
                        "| Data set | Network | Train / test | Chance |           Teacher |           Student |                 Gain |",
                        "| -------- | ------- | -----------: | -----: | ----------------: | ----------------: | -------------------: |",
                        "| a        | resnet8 |     50 / 100 |   50.0 | 80.0 [71.1, 86.7] | 90.0 [82.6, 94.5] | +10.0* [+3.7, +15.9] |");
    }

    @Test
    void textOfSeveralSeedsShowsTheirMeanAndTheirSpread() {
        run.teacher("a", 0, 70, 100);
        run.teacher("a", 1, 90, 100);

        assertThat(ResultText.table(run.report("a")))
                .contains("| 80.0 [71.1, 86.7] (SD 14.1) |", "; mean of 2 seeds, SD over the seeds.\n");
    }

    @Test
    void textEndsWithTheMeanOverTheDataSets() {
        run.teacher("a", 0, 80, 100);
        run.teacher("b", 0, 90, 100);

        assertThat(ResultText.table(run.report("a", "b")).lines().skip(4).findFirst())
                .hasValueSatisfying(
                        line -> assertThat(line).startsWith("| mean ").endsWith("|   50.0 | 85.0 [79.2, 89.0] |"));
    }

    /** Teachers and students alone. */
    private static final class ScoredRun {
        private final SyntheticRun template = SyntheticRun.typical();
        private final List<StageResult> stages = new ArrayList<>();
        private DataRecord data = new DataRecord("", "f1", List.of("x", "y"), 50, 0, 100, Optional.empty());

        void teacher(String dataset, long seed, int correct, int images) {
            TrainTeacher like = (TrainTeacher) template.stages().get(0).work();
            StageWork work = new TrainTeacher(dataset(dataset), 32, like.training());
            add(work, "teacher/" + dataset, seed, last("teacher/" + dataset, dataset, correct, images));
        }

        void student(String dataset, long seed, int correct, int images) {
            add(studentWork(dataset), "distill/" + dataset, seed, last("distill/" + dataset, dataset, correct, images));
        }

        private static Answers answers(Score score) {
            BitSet right = new BitSet();
            right.set(0, score.correct());
            return new Answers(
                    score.output(),
                    score.dataset(),
                    score.metric(),
                    score.selection(),
                    RightAnswers.of(right, score.count()));
        }

        StageWork studentWork(String dataset) {
            Distill like = template.stages().stream()
                    .filter(stage -> stage.work() instanceof Distill)
                    .map(stage -> (Distill) stage.work())
                    .findFirst()
                    .orElseThrow();
            return new Distill(dataset(dataset), 32, like.joint(), 2, like.weights(), like.training());
        }

        private static List<Score> last(String stage, String dataset, int correct, int images) {
            return List.of(Score.ofShare(stage, Output.ONLY, dataset, Metric.TOP1, Selection.LAST, correct, images));
        }

        private static DatasetWork dataset(String name) {
            return new DatasetWork(
                    name, SyntheticRun.typical().datasets().get(0).source(), new NetworkSpec("resnet8", 16));
        }

        void add(StageWork work, String stage, long seed, List<Score> scores) {
            StageResult like = template.stages().get(0);
            String dataset = scores.get(0).dataset();
            stages.add(new StageResult(
                    StageResult.VERSION,
                    stage,
                    like.kind(),
                    Optional.of(dataset),
                    seed,
                    "k",
                    "c",
                    List.of(),
                    List.of(new DataRecord(
                            dataset,
                            data.fingerprint(),
                            data.classNames(),
                            data.train(),
                            data.validation(),
                            data.test(),
                            data.skipped())),
                    work,
                    scores,
                    List.of(),
                    scores.stream().map(ScoredRun::answers).toList(),
                    List.of(),
                    Optional.empty(),
                    like.imagesPerSecond(),
                    List.of(),
                    like.times(),
                    like.provenance()));
        }

        ReportData report(String... datasets) {
            List<DatasetWork> works =
                    List.of(datasets).stream().map(ScoredRun::dataset).toList();
            List<StageResult> about = stages.stream()
                    .filter(stage ->
                            works.stream().anyMatch(work -> stage.dataset().equals(Optional.of(work.name()))))
                    .toList();
            return new ReportAssembly(
                            new ReportAssembly.Heading("run", "k", "c", "2026-01-01T00:00:00Z"),
                            Orders.reportWork(works),
                            about)
                    .data();
        }
    }
}
