package io.mlfd.status;

import io.mlfd.api.MLFDRunStatus.ResultStatus;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageReport.Score;
import io.mlfd.contract.StageReport.Scoring;
import io.mlfd.contract.StageReport.Selection;
import io.mlfd.contract.StageWork;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/** Teacher, joint teacher, student and baselines side by side, per data set and seed, from the stages' last words. */
final class ResultTable {
    private final Plan plan;
    private final List<Score> scores;

    ResultTable(Plan plan, RunState state) {
        this.plan = plan;
        this.scores = state.stages().values().stream()
                .filter(StageState.Done.class::isInstance)
                .flatMap(done -> ((StageState.Done) done).report().stream())
                .flatMap(report -> report.scores().stream())
                .toList();
    }

    /** One row per student whose expert is known. */
    List<ResultStatus> rows() {
        return plan.stages().stream()
                .filter(stage -> stage.work() instanceof StageWork.Distill)
                .map(this::row)
                .filter(row -> row.teacher() != null)
                .toList();
    }

    private ResultStatus row(Stage student) {
        StageWork.DatasetWork dataset = ((StageWork.Distill) student.work()).dataset();
        String name = dataset.name();
        Optional<Double> teacher = top1(name, find(student, s -> s.kind() == StageKind.TEACHER && isOf(s, name)));
        Optional<Double> joint = top1(name, find(student, s -> s.kind() == StageKind.JOINT));
        Optional<Double> own = top1(name, Optional.of(student));
        Optional<Double> union = top1(
                name,
                find(
                        student,
                        s -> s.work() instanceof StageWork.TrainUnion u
                                && u.network().equals(dataset.network())));
        Optional<Double> ownTeacher =
                top1(name, find(student, s -> s.work() instanceof StageWork.DistillOwnTeacher && isOf(s, name)));
        Optional<Double> gain = teacher.flatMap(t -> own.map(s -> s - t));
        return new ResultStatus(
                name,
                student.seed(),
                text(teacher),
                text(joint),
                text(own),
                text(union),
                text(ownTeacher),
                gain.map(g -> String.format(Locale.ROOT, "%+.1f", 100 * g)).orElse(null));
    }

    private static boolean isOf(Stage stage, String dataset) {
        return stage.dataset().filter(dataset::equals).isPresent();
    }

    private Optional<Stage> find(Stage sameSeed, Predicate<Stage> which) {
        return plan.stages().stream()
                .filter(stage -> stage.seed() == sameSeed.seed())
                .filter(which)
                .findFirst();
    }

    private Optional<Double> top1(String dataset, Optional<Stage> stage) {
        return stage.flatMap(s -> scores.stream()
                .filter(score ->
                        score.stage().equals(s.name()) && score.dataset().equals(dataset))
                .filter(score -> score.scoring() == Scoring.OWN && score.selection() == Selection.LAST)
                .findFirst()
                .map(Score::top1));
    }

    private static String text(Optional<Double> fraction) {
        return fraction.map(f -> String.format(Locale.ROOT, "%.1f", 100 * f)).orElse(null);
    }

    /** Mean gain over the rows that have one, as text. */
    static Optional<String> meanGain(List<ResultStatus> rows) {
        OptionalDouble mean = rows.stream()
                .filter(row -> row.gain() != null)
                .mapToDouble(row -> Double.parseDouble(row.gain()))
                .average();
        return mean.isPresent()
                ? Optional.of(String.format(Locale.ROOT, "%+.1f", mean.getAsDouble()))
                : Optional.empty();
    }
}
