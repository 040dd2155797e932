package io.mlfd.trainer.report;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.StageWork;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.metrics.SamplingError;
import io.mlfd.trainer.report.ReportData.Accuracy;
import io.mlfd.trainer.report.ReportData.DatasetResult;
import io.mlfd.trainer.report.ReportData.SeedValue;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.DataRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From the stages' records to the report. */
public final class ReportAssembly {
    private static final double PERCENT = 100;

    private final Heading heading;
    private final List<DatasetWork> datasets;
    private final List<StageResult> stages;
    private final List<Long> seeds;

    /**
     * What a report is the report of.
     *
     * @param run name of the run
     * @param planKey of the report stage
     * @param contentKey of the report stage
     * @param written ISO 8601
     */
    public record Heading(String run, String planKey, String contentKey, String written) {}

    /**
     * @param datasets in the order of the report
     * @param stages of one run, in the order of the run
     */
    public ReportAssembly(Heading heading, List<DatasetWork> datasets, List<StageResult> stages) {
        this.heading = heading;
        this.datasets = List.copyOf(datasets);
        this.stages = List.copyOf(stages);
        this.seeds = stages.stream().map(StageResult::seed).distinct().toList();
    }

    /** @throws BadInputException when stages of one seed have seen different images under one name */
    public ReportData data() {
        requireSameData();
        Comparison comparison = new Comparison(seeds);
        List<DatasetResult> rows =
                datasets.stream().map(dataset -> row(dataset, comparison)).toList();
        ReportData.Mean mean = comparison.mean(rows);
        return new ReportData(
                ReportData.VERSION,
                heading.run(),
                heading.written(),
                heading.planKey(),
                heading.contentKey(),
                new Outcome(rows, mean, seeds.size()).sentence(),
                seeds,
                rows,
                mean,
                stages);
    }

    private record SetOfSeed(String dataset, long seed) {}

    private void requireSameData() {
        Map<SetOfSeed, StageResult> first = new HashMap<>();
        for (StageResult stage : stages) {
            for (DataRecord data : stage.data()) {
                StageResult before = first.putIfAbsent(new SetOfSeed(data.name(), stage.seed()), stage);
                if (before != null && !fingerprint(before, data.name()).equals(Optional.of(data.fingerprint()))) {
                    throw new BadInputException("data set " + data.name() + ": " + before.stage() + " and "
                            + stage.stage() + " saw different images; restore the data or start a new run");
                }
            }
        }
    }

    private static Optional<String> fingerprint(StageResult stage, String dataset) {
        return stage.data().stream()
                .filter(data -> data.name().equals(dataset))
                .map(DataRecord::fingerprint)
                .findFirst();
    }

    private DatasetResult row(DatasetWork dataset, Comparison comparison) {
        DataRecord data = stages.stream()
                .flatMap(stage -> stage.data().stream())
                .filter(record -> record.name().equals(dataset.name()))
                .findFirst()
                .orElseThrow(() -> new BadInputException("data set " + dataset.name() + ": no stage has used it"));
        List<Accuracy> accuracies = new ArrayList<>();
        for (Selection selection : Selection.values()) {
            for (Column column : Column.values()) {
                accuracy(dataset, column, selection).ifPresent(accuracies::add);
            }
        }
        return new DatasetResult(
                dataset.name(),
                dataset.network(),
                data.classNames().size(),
                data.train(),
                data.validation(),
                data.test(),
                accuracies,
                comparison.gains(accuracies));
    }

    private Optional<Accuracy> accuracy(DatasetWork dataset, Column column, Selection selection) {
        List<SeedValue> values = new ArrayList<>();
        double share = 0;
        int images = 0;
        for (StageResult stage : stages) {
            Optional<Score> score = score(stage, dataset, column, selection);
            if (score.isPresent()) {
                values.add(new SeedValue(stage.seed(), PERCENT * score.get().value()));
                share += score.get().value();
                images = score.get().count();
            }
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        // Every seed is measured on the same images: their number is that of one seed.
        double error = PERCENT * SamplingError.ofFraction(share / values.size(), images);
        return Optional.of(new Accuracy(
                column, selection, Comparison.average(values), error, Comparison.deviation(values), values));
    }

    private static Optional<Score> score(StageResult stage, DatasetWork dataset, Column column, Selection selection) {
        if (!fills(stage.work(), dataset, column)) {
            return Optional.empty();
        }
        return stage.scores().stream()
                .filter(score -> score.dataset().equals(dataset.name())
                        && score.metric().equals(column.metric())
                        && score.selection() == selection)
                .findFirst();
    }

    /** Whether a stage makes a column's network for a data set. */
    public static boolean fills(StageWork work, DatasetWork dataset, Column column) {
        return work.outputs().stream()
                .anyMatch(output -> output.role().id().equals(column.role()) && output.isFor(dataset));
    }
}
