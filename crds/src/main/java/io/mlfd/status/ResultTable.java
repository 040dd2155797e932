package io.mlfd.status;

import io.mlfd.api.MLFDRunStatus.ResultStatus;
import io.mlfd.api.MLFDRunStatus.ResultValue;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.result.Comparisons.Column;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Every network's result side by side, per data set and seed, from the stages' last words. */
final class ResultTable {
    private final Plan plan;
    private final List<Score> scores;

    ResultTable(Plan plan, RunState state) {
        this.plan = plan;
        this.scores = state.stages().values().stream()
                .filter(StageState.Done.class::isInstance)
                .flatMap(done -> ((StageState.Done) done).report().stream())
                .map(StageReport::scores)
                .flatMap(List::stream)
                .filter(score -> score.selection() == Selection.LAST)
                .toList();
    }

    /** One row per data set and seed of which anything is known. */
    List<ResultStatus> rows() {
        return plan.stages().stream()
                .map(Stage::seed)
                .distinct()
                .flatMap(seed -> plan.datasets().stream().map(dataset -> row(dataset, seed)))
                .filter(row -> !row.values().isEmpty())
                .toList();
    }

    private ResultStatus row(DatasetWork dataset, long seed) {
        Map<Column, Double> values = new LinkedHashMap<>();
        Map<Column, Metric> metrics = new LinkedHashMap<>();
        for (Stage stage : plan.stages()) {
            if (stage.seed() == seed) {
                for (Output output : stage.work().outputs()) {
                    if (output.isFor(dataset)) {
                        output.metrics().forEach(metric -> value(stage, output, dataset, metric)
                                .ifPresent(value -> {
                                    values.putIfAbsent(Column.of(output.role(), metric), value);
                                    metrics.put(Column.of(output.role(), metric), metric);
                                }));
                    }
                }
            }
        }
        Optional<Double> gain = Optional.ofNullable(
                        values.get(plan.comparisons().subject()))
                .flatMap(subject -> plan.comparisons().references().stream()
                        .findFirst()
                        .map(values::get)
                        .map(reference -> subject - reference));
        return new ResultStatus(
                dataset.name(),
                seed,
                values.entrySet().stream()
                        .map(entry -> new ResultValue(
                                entry.getKey().role(),
                                entry.getKey().metric(),
                                text(metrics.get(entry.getKey()), entry.getValue())))
                        .toList(),
                gain.map(g -> String.format(Locale.ROOT, "%+.1f", 100 * g)).orElse(null));
    }

    private Optional<Double> value(Stage stage, Output output, DatasetWork dataset, Metric metric) {
        return scores.stream()
                .filter(score -> score.stage().equals(stage.name())
                        && score.output().equals(output.id())
                        && score.dataset().equals(dataset.name())
                        && score.metric().equals(metric.id()))
                .findFirst()
                .map(Score::value);
    }

    private static String text(Metric metric, double value) {
        return switch (metric.unit()) {
            case PERCENT -> String.format(Locale.ROOT, "%.1f", 100 * value);
            case NUMBER -> String.format(Locale.ROOT, "%.4g", value);
        };
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
