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

    private final SmallRun run = new SmallRun();

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
                assertThat(row.cell(Column.of(Roles.UNION, metric))
                                .orElseThrow()
                                .value())
                        .isEqualTo(score(union, set.name(), metric), EXACT);
            }
            assertThat(row.gains()).hasSize(5);
        }
    }

    private static double score(StageResult stage, String dataset, Metric metric) {
        return stage.scores().stream()
                .filter(score -> score.dataset().equals(dataset)
                        && score.metric().equals(metric.id())
                        && score.selection() == Selection.LAST)
                .mapToDouble(Score::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lastAndSelectedWeightsAreKeptApart() {
        List<ResultTable> tables = SyntheticRun.typical().report("run").tables();

        assertThat(tables).extracting(ResultTable::selection).containsExactly(Selection.LAST, Selection.BEST);
        assertThat(tables.get(0).rows()).isNotEqualTo(tables.get(1).rows());
    }

    @Test
    void stagesThatSawDifferentImagesAreNotCompared() {
        run.teacher("a", 0, 80, 100);
        run.data = new DataRecord("a", "f2", List.of("x", "y"), 50, 0, 100);
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
        assertThat(run.report("a").outcome())
                .isEqualTo("Student over teacher: 1 gains; +10.0 points (80.0 to 90.0 %).");
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

    /** Teachers and students alone. */
    private static final class SmallRun {
        private final SyntheticRun template = SyntheticRun.typical();
        private final List<StageResult> stages = new ArrayList<>();
        private DataRecord data = new DataRecord("", "f1", List.of("x", "y"), 50, 0, 100);

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
                            data.test())),
                    work,
                    scores,
                    List.of(),
                    scores.stream().map(SmallRun::answers).toList(),
                    List.of(),
                    Optional.empty(),
                    like.imagesPerSecond(),
                    List.of(),
                    like.times(),
                    like.provenance()));
        }

        ReportData report(String... datasets) {
            List<DatasetWork> works =
                    List.of(datasets).stream().map(SmallRun::dataset).toList();
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
