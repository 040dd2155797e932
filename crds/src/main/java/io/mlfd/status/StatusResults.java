package io.mlfd.status;

import io.mlfd.api.MLFDRunStatus.ResultStatus;
import io.mlfd.api.MLFDRunStatus.ResultValue;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.PackedScores;
import io.mlfd.contract.ScoreSlot;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.result.Chance;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Measured;
import io.mlfd.result.Metric;
import io.mlfd.result.ResultTable;
import io.mlfd.result.ResultTable.Cell;
import io.mlfd.result.ResultTable.Gain;
import io.mlfd.result.ResultTable.Row;
import io.mlfd.result.ResultTables;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result table as far as the stages' last words tell it: values and differences. Which images were classified rightly is
 * not among them, so nothing is claimed here; the report does.
 */
final class StatusResults {
    private final Plan plan;
    private final List<Measured> measured;

    StatusResults(Plan plan, RunState state) {
        this.plan = plan;
        List<Score> scores = scores(state);
        this.measured = plan.stages().stream()
                .flatMap(stage -> slots(stage).flatMap(slot -> slot.in(scores, Selection.LAST).stream()
                        .map(score -> slot.measured(stage.seed(), score, Optional.empty()))))
                .toList();
    }

    private Stream<ScoreSlot> slots(Stage stage) {
        return ScoreSlot.of(stage.name(), stage.work(), plan.datasets()).stream();
    }

    /** Each stage's own, then those that the report stage repeats. */
    private List<Score> scores(RunState state) {
        List<StageReport> reports = state.stages().values().stream()
                .filter(StageState.Done.class::isInstance)
                .flatMap(done -> ((StageState.Done) done).report().stream())
                .toList();
        List<ScoreSlot> slots = plan.stages().stream().flatMap(this::slots).toList();
        Stream<Score> repeated = reports.stream()
                .flatMap(report -> report.repeated().stream())
                .flatMap(word -> PackedScores.unpack(word, slots).stream());
        return Stream.concat(reports.stream().flatMap(report -> report.scores().stream()), repeated)
                .toList();
    }

    /** One row per data set and seed of which anything is known. */
    List<ResultStatus> rows() {
        return plan.stages().stream()
                .map(Stage::seed)
                .distinct()
                .flatMap(seed -> ofSeed(seed).rows().stream().map(row -> status(row, seed)))
                .toList();
    }

    private ResultTable ofSeed(long seed) {
        return table(measured.stream().filter(one -> one.seed() == seed).toList());
    }

    private ResultTable table(List<Measured> some) {
        List<String> datasets = plan.datasets().stream().map(DatasetWork::name).toList();
        return new ResultTables(some, plan.comparisons(), Chance.UNKNOWN).of(Selection.LAST, datasets);
    }

    private ResultStatus status(Row row, long seed) {
        return new ResultStatus(
                row.dataset(),
                seed,
                row.cells().stream().map(this::value).toList(),
                gain(row).orElse(null));
    }

    private ResultValue value(Cell cell) {
        return new ResultValue(cell.column().role(), cell.column().metric(), text(cell.column(), "", cell.value()));
    }

    /** Over what is compared with first. */
    private Optional<String> gain(Row row) {
        return plan.comparisons().references().stream()
                .findFirst()
                .flatMap(row::gain)
                .map(Gain::difference)
                .map(difference -> text(plan.comparisons().subject(), "+", difference));
    }

    private String text(Column column, String sign, double value) {
        Metric.Unit unit = measured.stream()
                .map(Measured::metric)
                .filter(metric -> metric.id().equals(column.metric()))
                .map(Metric::unit)
                .findFirst()
                .orElseThrow();
        return switch (unit) {
            case PERCENT -> String.format(Locale.ROOT, "%" + sign + ".1f", 100 * value);
            case NUMBER -> String.format(Locale.ROOT, "%" + sign + ".4g", value);
        };
    }

    /** Mean over the data sets of which anything is known; empty while one of them has no gain. */
    Optional<String> meanGain() {
        ResultTable table = table(measured);
        return table.mean()
                .or(() -> table.rows().stream()
                        .filter(row -> !plan.comparisons().helpers().contains(row.dataset()))
                        .findFirst())
                .flatMap(this::gain);
    }
}
