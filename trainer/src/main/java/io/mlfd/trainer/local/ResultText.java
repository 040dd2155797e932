package io.mlfd.trainer.local;

import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageReport.Score;
import io.mlfd.contract.StageReport.Scoring;
import io.mlfd.contract.StageReport.Selection;
import io.mlfd.contract.StageWork;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The result table: per data set the top-1 test accuracies of the last epoch's weights in percent, each with its sampling
 * error, the standard deviation of a share p among n test images, sqrt(p(1-p)/n), in points.
 */
public final class ResultText {
    private final Plan plan;
    private final List<Score> scores;

    public ResultText(Plan plan, RunState state) {
        this.plan = plan;
        this.scores = state.stages().values().stream()
                .filter(StageState.Done.class::isInstance)
                .flatMap(done -> ((StageState.Done) done).report().stream())
                .flatMap(report -> report.scores().stream())
                .toList();
    }

    /** The table with its head; columns that no stage fills are left out; empty when nothing was evaluated. */
    public List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "DATA SET", "SEED", "TEACHER", "JOINT TEACHER", "STUDENT", "GAIN", "BASELINE JOINT", "OWN TEACHER"));
        plan.stages().stream()
                .filter(stage -> stage.work() instanceof StageWork.Distill)
                .map(this::row)
                .forEach(rows::add);
        boolean severalSeeds =
                plan.stages().stream().mapToLong(Stage::seed).distinct().count() > 1;
        List<Integer> columns = IntStream.range(0, rows.get(0).size())
                .filter(i -> i != 1 || severalSeeds)
                .filter(i -> rows.stream().skip(1).anyMatch(row -> !row.get(i).isEmpty()))
                .boxed()
                .toList();
        boolean anything =
                rows.stream().skip(1).anyMatch(row -> row.stream().skip(2).anyMatch(cell -> !cell.isEmpty()));
        return anything ? rows.stream().map(row -> line(row, rows, columns)).toList() : List.of();
    }

    private static String line(List<String> row, List<List<String>> rows, List<Integer> columns) {
        StringBuilder line = new StringBuilder();
        for (int column : columns) {
            int width =
                    rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(1);
            String cell = row.get(column);
            String padding = " ".repeat(width - cell.length());
            line.append(column == 0 ? cell + padding : "  " + padding + cell);
        }
        return line.toString().stripTrailing();
    }

    private List<String> row(Stage student) {
        StageWork.DatasetWork dataset = ((StageWork.Distill) student.work()).dataset();
        String name = dataset.name();
        Optional<Score> teacher = score(name, student, s -> s.kind() == StageKind.TEACHER && isOf(s, name));
        Optional<Score> own = score(name, student, student::equals);
        return List.of(
                name,
                Long.toString(student.seed()),
                text(teacher),
                text(score(name, student, s -> s.kind() == StageKind.JOINT)),
                text(own),
                teacher.flatMap(t -> own.map(o -> String.format(Locale.ROOT, "%+.1f", 100 * (o.top1() - t.top1()))))
                        .orElse(""),
                text(score(
                        name,
                        student,
                        s -> s.work() instanceof StageWork.TrainUnion union
                                && union.network().equals(dataset.network()))),
                text(score(name, student, s -> s.work() instanceof StageWork.DistillOwnTeacher && isOf(s, name))));
    }

    private static boolean isOf(Stage stage, String dataset) {
        return stage.dataset().filter(dataset::equals).isPresent();
    }

    private Optional<Score> score(String dataset, Stage sameSeed, Predicate<Stage> which) {
        return plan.stages().stream()
                .filter(stage -> stage.seed() == sameSeed.seed())
                .filter(which)
                .findFirst()
                .flatMap(stage -> scores.stream()
                        .filter(score -> score.stage().equals(stage.name())
                                && score.dataset().equals(dataset)
                                && score.scoring() == Scoring.OWN
                                && score.selection() == Selection.LAST)
                        .findFirst());
    }

    private static String text(Optional<Score> score) {
        return score.map(s -> {
                    double p = s.top1();
                    double error = Math.sqrt(p * (1 - p) / s.images());
                    return String.format(Locale.ROOT, "%.1f ±%.1f", 100 * p, 100 * error);
                })
                .orElse("");
    }
}
