package io.mlfd.trainer.supervised;

import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Scores what was trained on the test sets: the last weights first, then the best. */
public final class TestScores {
    private final StageContext context;
    private final TorchEngine engine;

    public TestScores(StageContext context, TorchEngine engine) {
        this.context = context;
        this.engine = engine;
    }

    /**
     * One data set's test images.
     *
     * @param metrics each of which gives a score
     * @param evaluation of the network as it is when it is asked for
     */
    public record TestSet(String dataset, List<Metric> metrics, Supplier<Evaluation> evaluation) {
        public TestSet {
            metrics = List.copyOf(metrics);
        }
    }

    /**
     * The outcome of a training of one network.
     *
     * @param network holds the last weights before the call and the best after it
     */
    public StageOutcome outcome(Trained trained, StateDict network, List<TestSet> sets) {
        List<Score> scores = new ArrayList<>();
        List<Confusion> confusions = new ArrayList<>();
        for (Selection selection : List.of(Selection.LAST, Selection.BEST)) {
            if (selection == Selection.BEST) {
                NetworkFiles.load(context.folder().file(VolumeLayout.weights(selection)), network, engine.manager());
            }
            for (TestSet set : sets) {
                Evaluation evaluation = set.evaluation().get();
                for (Metric metric : set.metrics()) {
                    scores.add(evaluation.score(context.order().stage(), set.dataset(), metric, selection));
                }
                if (selection == Selection.LAST) {
                    confusions.add(evaluation.confusion(set.dataset(), selection));
                }
            }
        }
        return StageOutcome.of(trained, scores, confusions);
    }
}
