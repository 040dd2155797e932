package io.mlfd.trainer.method.dml;

import ai.djl.ndarray.NDArray;
import io.mlfd.contract.Output;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.loop.TrainingLoop;
import io.mlfd.trainer.nn.Functional;
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

/** Stage {@code online/<data set>}: the networks of a data set, trained together. */
public record TrainPeersProgram(TrainPeers work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        LoadedDataSet data = context.data(work.dataset().name());
        RandomKey key = ClassifierTraining.studentKey(context, work.dataset());
        try (TorchEngine engine = context.openEngine()) {
            PeerNetworks networks = new PeerNetworks(
                    work.networks().stream().map(NetworkFiles::shape).toList(),
                    data.train().classNames().size(),
                    Scope.root(engine.manager(), key.with("initialisation").state()));
            Evaluator evaluator = new Evaluator(engine, context.stop());
            MutualLearner learner =
                    new MutualLearner(work, networks, data, new ImageBatches(data, work.training(), key), evaluator);
            TestScores tests = new TestScores(context.order().stage());
            Trained trained = new TrainingLoop(context, engine, work.training().epochs(), key)
                    .train(learner, selection -> score(networks, data, evaluator, selection, tests));
            return StageOutcome.of(trained, tests.results());
        }
    }

    private void score(
            PeerNetworks networks, LoadedDataSet data, Evaluator evaluator, Selection selection, TestScores tests) {
        List<Output> outputs = new ArrayList<>(work.peers());
        int peers = outputs.size();
        outputs.add(work.ensemble());
        List<Evaluation> evaluations = evaluator.evaluateAll(
                images -> withEnsemble(networks.forward(images, Mode.EVAL)),
                outputs.size(),
                data.test(),
                data.statistics(),
                LabelBlock.all(networks.classes()));
        String dataset = work.dataset().name();
        for (int i = 0; i < outputs.size(); i++) {
            tests.add(outputs.get(i), dataset, selection, evaluations.get(i));
        }
        tests.addMean(work.meanOfPeers(), dataset, selection, evaluations.subList(0, peers));
    }

    private static List<NDArray> withEnsemble(List<NDArray> peers) {
        List<NDArray> all = new ArrayList<>(peers);
        all.add(Functional.mean(peers));
        return all;
    }
}
