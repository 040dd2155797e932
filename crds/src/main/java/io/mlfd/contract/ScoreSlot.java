package io.mlfd.contract;

import io.mlfd.result.Measured;
import io.mlfd.result.Metric;
import io.mlfd.result.RightAnswers;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a stage is to measure for one row of the result table: known from its work, before there is a score. */
public record ScoreSlot(String stage, Output output, String dataset, Metric metric) {
    /**
     * Those of a stage, output after output.
     *
     * @param datasets rows of the result table
     */
    public static List<ScoreSlot> of(String stage, StageWork work, List<DatasetWork> datasets) {
        return work.outputs().stream()
                .flatMap(output -> datasets.stream()
                        .filter(dataset -> output.isFor(dataset.name(), dataset.network()))
                        .flatMap(dataset -> output.metrics().stream()
                                .map(metric -> new ScoreSlot(stage, output, dataset.name(), metric))))
                .toList();
    }

    /** The score that fills it; one that cannot be, such as a share above 1, does not. */
    public Optional<Score> in(Collection<Score> scores, Selection selection) {
        return scores.stream()
                .filter(score -> score.stage().equals(stage)
                        && score.output().equals(output.id())
                        && score.dataset().equals(dataset)
                        && score.metric().equals(metric.id())
                        && metric.unit().admits(score.value())
                        && score.selection() == selection)
                .findFirst();
    }

    public Measured measured(long seed, Score score, Optional<RightAnswers> right) {
        return new Measured(
                dataset, seed, output.role(), metric, score.selection(), score.value(), score.count(), right);
    }
}
