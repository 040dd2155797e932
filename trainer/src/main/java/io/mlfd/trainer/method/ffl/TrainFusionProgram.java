package io.mlfd.trainer.method.ffl;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.Output;
import io.mlfd.contract.ffl.TrainFusion;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.loop.TrainingLoop;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ClassifierTraining;
import io.mlfd.trainer.supervised.Evaluation;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.LabelBlock;
import io.mlfd.trainer.supervised.NetworkFiles;
import io.mlfd.trainer.supervised.TestScores;
import java.util.ArrayList;
import java.util.List;

/** Stage {@code online/<data set>}: the networks of a data set and their fusion, trained together. */
public record TrainFusionProgram(TrainFusion work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        LoadedDataSet data = context.data(work.dataset().name());
        RandomKey key = ClassifierTraining.studentKey(context, work.dataset());
        try (TorchEngine engine = context.openEngine()) {
            FusedNetwork network = new FusedNetwork(
                    work.networks().stream().map(NetworkFiles::shape).toList(),
                    data.train().classNames().size(),
                    work.sharedStages(),
                    Scope.root(engine.manager(), key.with("initialisation").state()));
            Evaluator evaluator = new Evaluator(engine, context.stop());
            FusionLearner learner =
                    new FusionLearner(work, network, data, new ImageBatches(data, work.training(), key), evaluator);
            TestScores tests = new TestScores(context.order().stage());
            Trained trained = new TrainingLoop(context, engine, work.training().epochs(), key)
                    .train(learner, selection -> score(network, data, evaluator, selection, tests));
            return StageOutcome.of(trained, tests.results());
        }
    }

    private void score(
            FusedNetwork network, LoadedDataSet data, Evaluator evaluator, Selection selection, TestScores tests) {
        List<Output> outputs = new ArrayList<>(List.of(work.fused(), work.ensemble()));
        outputs.addAll(work.branches());
        List<Evaluation> evaluations = evaluator.evaluateAll(
                images -> inOrder(network.forward(images, Mode.EVAL)),
                outputs.size(),
                data.test(),
                data.statistics(),
                LabelBlock.all(network.classes()));
        String dataset = work.dataset().name();
        for (int i = 0; i < outputs.size(); i++) {
            tests.add(outputs.get(i), dataset, selection, evaluations.get(i));
        }
        tests.addMean(work.meanOfBranches(), dataset, selection, evaluations.subList(2, evaluations.size()));
    }

    private static List<NDArray> inOrder(FusedLogits logits) {
        List<NDArray> all = new ArrayList<>(List.of(logits.fused(), logits.ensemble()));
        all.addAll(logits.branches());
        return all;
    }
}
