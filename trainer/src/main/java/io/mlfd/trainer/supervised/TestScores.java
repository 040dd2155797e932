package io.mlfd.trainer.supervised;

import io.mlfd.contract.Output;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.result.StageResult.Answers;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.result.TestResults;
import java.util.ArrayList;
import java.util.List;

/** Collects what a stage's networks come to on test images. */
public final class TestScores {
    private final String stage;
    private final List<Score> scores = new ArrayList<>();
    private final List<Confusion> confusions = new ArrayList<>();
    private final List<Answers> answers = new ArrayList<>();

    /** @param stage whose networks they are */
    public TestScores(String stage) {
        this.stage = stage;
    }

    /** The scores of a classifier; of the last weights its confusions too. {@code metrics}: accuracies */
    public void add(Output output, String dataset, Selection selection, Evaluation evaluation) {
        for (Metric metric : output.metrics()) {
            scores.add(evaluation.score(stage, output.id(), dataset, metric, selection));
            answers.add(new Answers(output.id(), dataset, metric.id(), selection, evaluation.right(metric)));
        }
        if (selection == Selection.LAST) {
            confusions.add(evaluation.confusion(output.id(), dataset, selection));
        }
    }

    /** The mean of classifiers' accuracies, which are of the same images: what to expect of one of them. */
    public void addMean(Output output, String dataset, Selection selection, List<Evaluation> evaluations) {
        int images = evaluations.get(0).own().images();
        for (Metric metric : output.metrics()) {
            double right = evaluations.stream()
                    .mapToInt(evaluation -> evaluation.right(metric).right().cardinality())
                    .average()
                    .orElseThrow();
            add(output, dataset, metric, selection, right / images, images);
        }
    }

    /** Anything else that was measured: a mean over {@code count} images. */
    public void add(Output output, String dataset, Metric metric, Selection selection, double value, int count) {
        scores.add(new Score(stage, output.id(), dataset, metric.id(), selection, value, count));
    }

    public TestResults results() {
        return new TestResults(scores, confusions, answers);
    }
}
