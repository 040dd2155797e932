package io.mlfd.trainer.report;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.ScoreSlot;
import io.mlfd.contract.WriteReport;
import io.mlfd.result.Chance;
import io.mlfd.result.Headline;
import io.mlfd.result.Measured;
import io.mlfd.result.ResultTable;
import io.mlfd.result.ResultTables;
import io.mlfd.result.RightAnswers;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.report.ReportData.Dataset;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Answers;
import io.mlfd.trainer.result.StageResult.Criterion;
import io.mlfd.trainer.result.StageResult.DataRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From the stages' records to the report. */
public final class ReportAssembly {
    private final Heading heading;
    private final WriteReport work;
    private final List<StageResult> stages;

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
     * @param work with the data sets in the order of the report
     * @param stages of one run, in the order of the run
     */
    public ReportAssembly(Heading heading, WriteReport work, List<StageResult> stages) {
        this.heading = heading;
        this.work = work;
        this.stages = List.copyOf(stages);
    }

    /** @throws BadInputException when stages of one seed have seen different images under one name */
    public ReportData data() {
        requireSameData();
        List<Dataset> datasets = work.datasets().stream().map(this::dataset).toList();
        List<String> names = datasets.stream().map(Dataset::name).toList();
        ResultTables tables = new ResultTables(
                measured(),
                work.comparisons(),
                new Chance(datasets.stream().collect(Collectors.toMap(Dataset::name, Dataset::classes))));
        ResultTable last = tables.of(Selection.LAST, names);
        boolean selected = stages.stream()
                .flatMap(stage -> stage.selection().stream())
                .anyMatch(selection -> selection.criterion() == Criterion.VALIDATION_ACCURACY);
        return new ReportData(
                ReportData.VERSION,
                heading.run(),
                heading.written(),
                heading.planKey(),
                heading.contentKey(),
                work.method(),
                new Headline(last, work.comparisons()).sentence(),
                stages.stream().map(StageResult::seed).distinct().toList(),
                datasets,
                work.comparisons(),
                selected ? List.of(last, tables.of(Selection.BEST, names)) : List.of(last),
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

    private Dataset dataset(DatasetWork dataset) {
        DataRecord data = stages.stream()
                .flatMap(stage -> stage.data().stream())
                .filter(record -> record.name().equals(dataset.name()))
                .findFirst()
                .orElseThrow(() -> new BadInputException("data set " + dataset.name() + ": no stage has used it"));
        return new Dataset(
                dataset.name(),
                dataset.network(),
                data.classNames().size(),
                data.train(),
                data.validation(),
                data.test());
    }

    private List<Measured> measured() {
        return stages.stream()
                .flatMap(stage -> ScoreSlot.of(stage.stage(), stage.work(), work.datasets()).stream()
                        .flatMap(slot -> measured(stage, slot)))
                .toList();
    }

    private static Stream<Measured> measured(StageResult stage, ScoreSlot slot) {
        return Stream.of(Selection.values()).flatMap(selection -> slot.in(stage.scores(), selection).stream()
                .map(score -> slot.measured(stage.seed(), score, answers(stage, slot, selection))));
    }

    private static Optional<RightAnswers> answers(StageResult stage, ScoreSlot slot, Selection selection) {
        return stage.answers().stream()
                .filter(answers -> answers.output().equals(slot.output().id())
                        && answers.dataset().equals(slot.dataset())
                        && answers.metric().equals(slot.metric().id())
                        && answers.selection() == selection)
                .map(Answers::right)
                .findFirst();
    }
}
