package io.mlfd.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.contract.supervised.TrainTeacher;
import io.mlfd.contract.supervised.TrainUnion;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.report.ReportData.Accuracy;
import io.mlfd.trainer.report.ReportData.Gain;
import io.mlfd.trainer.report.ReportData.SeedValue;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.DataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against values worked out by hand. */
class ReportAssemblyTest {
    private static final Offset<Double> EXACT = within(1e-9);

    private final SmallRun run = new SmallRun();

    @Test
    void errorOfAnAccuracyIsThatOfABinomialShare() {
        run.teacher("a", 0, 80, 100);
        run.student("a", 0, 90, 100);

        Accuracy teacher = run.report("a")
                .datasets()
                .get(0)
                .accuracy(Column.TEACHER, Selection.LAST)
                .orElseThrow();

        // sqrt(0.8 · 0.2 / 100) = 0.04
        assertThat(teacher.percent()).isEqualTo(80, EXACT);
        assertThat(teacher.samplingError()).isEqualTo(4, EXACT);
        assertThat(teacher.deviation()).isEmpty();
    }

    @Test
    void gainIsStudentMinusOtherWithBothErrorsCombined() {
        run.teacher("a", 0, 80, 100);
        run.student("a", 0, 90, 100);

        Gain gain = run.report("a")
                .datasets()
                .get(0)
                .gain(Column.TEACHER, Selection.LAST)
                .orElseThrow();

        // errors 4 and 3: hypot = 5
        assertThat(gain.points()).isEqualTo(10, EXACT);
        assertThat(gain.samplingError()).isEqualTo(5, EXACT);
        assertThat(gain.withinTwoErrors()).isTrue();
    }

    @Test
    void severalSeedsGiveMeansAndPairedDeviationsButNoSmallerSamplingError() {
        run.teacher("a", 0, 70, 100);
        run.student("a", 0, 80, 100);
        run.teacher("a", 1, 90, 100);
        run.student("a", 1, 94, 100);

        ReportData report = run.report("a");
        Accuracy teacher = report.datasets()
                .get(0)
                .accuracy(Column.TEACHER, Selection.LAST)
                .orElseThrow();
        Gain gain =
                report.datasets().get(0).gain(Column.TEACHER, Selection.LAST).orElseThrow();

        assertThat(report.seeds()).containsExactly(0L, 1L);
        assertThat(teacher.percent()).isEqualTo(80, EXACT);
        assertThat(teacher.deviation().orElseThrow()).isEqualTo(Math.sqrt(200), EXACT);
        // Of the mean share 0.8 on 100 images, not on 200.
        assertThat(teacher.samplingError()).isEqualTo(4, EXACT);
        assertThat(gain.seeds()).containsExactly(new SeedValue(0, 10), new SeedValue(1, 4));
        assertThat(gain.points()).isEqualTo(7, EXACT);
        // Of 10 and 4; unpaired it would be that of the teachers and students.
        assertThat(gain.deviation().orElseThrow()).isEqualTo(Math.sqrt(18), EXACT);
    }

    @Test
    void gainsAreTakenFromSeedsThatHaveBoth() {
        run.teacher("a", 0, 70, 100);
        run.student("a", 0, 80, 100);
        run.student("a", 1, 99, 100);

        Gain gain = run.report("a")
                .datasets()
                .get(0)
                .gain(Column.TEACHER, Selection.LAST)
                .orElseThrow();

        assertThat(gain.points()).isEqualTo(10, EXACT);
        assertThat(gain.seeds()).containsExactly(new SeedValue(0, 10));
    }

    @Test
    void meanRowTakesErrorsOfDifferentTestSetsAsIndependent() {
        run.teacher("a", 0, 80, 100);
        run.student("a", 0, 90, 100);
        run.teacher("b", 0, 80, 100);
        run.student("b", 0, 80, 100);

        ReportData report = run.report("a", "b");
        Gain gain = report.mean().gain(Column.TEACHER, Selection.LAST).orElseThrow();
        Accuracy student =
                report.mean().accuracy(Column.STUDENT, Selection.LAST).orElseThrow();

        assertThat(gain.points()).isEqualTo(5, EXACT);
        // hypot(5, hypot(4, 4)) / 2
        assertThat(gain.samplingError()).isEqualTo(Math.sqrt(25 + 32) / 2, EXACT);
        // hypot(3, 4) / 2
        assertThat(student.percent()).isEqualTo(85, EXACT);
        assertThat(student.samplingError()).isEqualTo(2.5, EXACT);
    }

    @Test
    void columnThatADataSetLacksHasNoMean() {
        run.teacher("a", 0, 80, 100);
        run.student("a", 0, 90, 100);
        run.student("b", 0, 80, 100);

        ReportData report = run.report("a", "b");

        assertThat(report.mean().accuracy(Column.TEACHER, Selection.LAST)).isEmpty();
        assertThat(report.mean().accuracy(Column.STUDENT, Selection.LAST)).isPresent();
        assertThat(report.outcome())
                .isEqualTo("Not every data set has a teacher and a student, so nothing is compared.");
    }

    @Test
    void unionNetworkCountsForDataSetsOfItsShapeWithBothScorings() {
        ReportData report = SyntheticRun.typical().report("run");

        for (ReportData.DatasetResult set : report.datasets()) {
            StageResult union = SyntheticRun.typical().stages().stream()
                    .filter(stage -> stage.work() instanceof TrainUnion work
                            && work.network().equals(set.network()))
                    .findFirst()
                    .orElseThrow();
            assertThat(percent(set, Column.UNION_OWN_LABELS)).isEqualTo(score(union, set.name(), Metric.TOP1), EXACT);
            assertThat(percent(set, Column.UNION_ALL_LABELS))
                    .isEqualTo(score(union, set.name(), Metric.TOP1_ALL_LABELS), EXACT);
            assertThat(set.gains()).hasSize(2 * 5);
        }
    }

    private static double percent(ReportData.DatasetResult set, Column column) {
        return set.accuracy(column, Selection.LAST).orElseThrow().percent();
    }

    private static double score(StageResult stage, String dataset, Metric metric) {
        return stage.scores().stream()
                .filter(score -> score.dataset().equals(dataset)
                        && score.metric().equals(metric.id())
                        && score.selection() == Selection.LAST)
                .mapToDouble(score -> 100 * score.value())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void lastAndSelectedWeightsAreKeptApart() {
        run.teacher("a", 0, 80, 100);
        run.add(
                run.studentWork("a"),
                "distill/a",
                0,
                List.of(
                        Score.ofShare("distill/a", Output.ONLY, "a", Metric.TOP1, Selection.LAST, 81, 100),
                        Score.ofShare("distill/a", Output.ONLY, "a", Metric.TOP1, Selection.BEST, 85, 100)));

        ReportData.DatasetResult set = run.report("a").datasets().get(0);

        assertThat(set.accuracy(Column.STUDENT, Selection.LAST).orElseThrow().percent())
                .isEqualTo(81, EXACT);
        assertThat(set.accuracy(Column.STUDENT, Selection.BEST).orElseThrow().percent())
                .isEqualTo(85, EXACT);
        assertThat(set.gain(Column.TEACHER, Selection.BEST)).isEmpty();
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
    void outcomeSaysWhatMayBeChance() {
        run.teacher("a", 0, 8000, 10_000);
        run.student("a", 0, 9000, 10_000);
        run.teacher("b", 0, 80, 100);
        run.student("b", 0, 81, 100);

        assertThat(run.report("a", "b").outcome())
                .isEqualTo(
                        "Students gain 5.5 points on average over their teachers (80.0 to 85.5 %); 1 of 2 differences is "
                                + "within twice its sampling error.");
        assertThat(run.report("a").outcome())
                .isEqualTo(
                        "Students gain 10.0 points on average over their teachers (80.0 to 90.0 %); the difference is more "
                                + "than twice its sampling error.");
    }

    @Test
    void outcomeSaysWhenStudentsAreWorse() {
        run.teacher("a", 0, 90, 100);
        run.student("a", 0, 88, 100);

        assertThat(run.report("a").outcome())
                .isEqualTo(
                        "Students lose 2.0 points on average against their teachers (90.0 to 88.0 %); the difference is "
                                + "within twice its sampling error.");
    }

    @Test
    void textIsATableWithErrorsBesideTheValues() {
        run.teacher("a", 0, 80, 100);
        run.student("a", 0, 90, 100);

        assertThat(ResultText.table(run.report("a")).lines().limit(3))
                .containsExactly(
                        "| Data set | Network | Train / test |   Teacher |   Student |       Gain |",
                        "| -------- | ------- | -----------: | --------: | --------: | ---------: |",
                        "| a        | resnet8 |     50 / 100 | 80.0 ±4.0 | 90.0 ±3.0 | +10.0 ±5.0 |");
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
                    List.of(),
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
            return new ReportAssembly(new ReportAssembly.Heading("run", "k", "c", "2026-01-01T00:00:00Z"), works, about)
                    .data();
        }
    }
}
