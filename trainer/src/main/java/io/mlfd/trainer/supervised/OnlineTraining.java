package io.mlfd.trainer.supervised;

import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.LoopSettings;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.loop.TrainingLoop;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import java.util.List;
import java.util.function.Function;

/**
 * Trains what is learned of one data set at once, and tests every classifier of it. What is random is what is random in the
 * data set's {@linkplain ClassifierTraining#studentKey student}.
 */
public final class OnlineTraining {
    private final StageContext context;
    private final SingleDatasetTraining work;

    public OnlineTraining(StageContext context, SingleDatasetTraining work) {
        this.context = context;
        this.work = work;
    }

    /**
     * What networks are made from.
     *
     * @param scope a new one, of first values
     * @param key of everything that is random
     */
    public record Setting(Scope scope, LoadedDataSet data, RandomKey key, Evaluator evaluator) {
        public int classes() {
            return data.train().classNames().size();
        }
    }

    /** Trains to the end, writes the weights and scores the last and the best of them on the test set. */
    public StageOutcome run(Function<Setting, OnlineGroup> networks) {
        LoadedDataSet data = context.data(work.dataset().name());
        RandomKey key = ClassifierTraining.studentKey(context, work.dataset());
        try (TorchEngine engine = context.openEngine()) {
            Evaluator evaluator = new Evaluator(engine, context.stop());
            Setting setting = new Setting(ClassifierTraining.firstValues(engine.manager(), key), data, key, evaluator);
            OnlineGroup group = networks.apply(setting);
            TestScores tests = new TestScores(context.order().stage());
            Trained trained = new TrainingLoop(context, engine, LoopSettings.of(work.training()), key)
                    .train(group.learner(), selection -> score(group, setting, selection, tests));
            return StageOutcome.of(trained, tests.results());
        }
    }

    private void score(OnlineGroup group, Setting setting, Selection selection, TestScores tests) {
        List<Output> tested = group.tested();
        LoadedDataSet data = setting.data();
        List<Evaluation> evaluations = setting.evaluator()
                .evaluateAll(
                        group.logits(),
                        tested.size(),
                        data.test(),
                        data.statistics(),
                        LabelBlock.all(setting.classes()));
        String dataset = work.dataset().name();
        for (int i = 0; i < tested.size(); i++) {
            tests.add(tested.get(i), dataset, selection, evaluations.get(i));
        }
        for (OnlineGroup.Mean mean : group.means()) {
            tests.addMean(
                    mean.output(),
                    dataset,
                    selection,
                    mean.of().stream()
                            .map(output -> evaluations.get(tested.indexOf(output)))
                            .toList());
        }
    }
}
