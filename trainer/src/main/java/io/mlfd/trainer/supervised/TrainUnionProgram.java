package io.mlfd.trainer.supervised;

import io.mlfd.contract.supervised.TrainUnion;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.LoopSettings;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.loop.TrainingLoop;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;

/**
 * Baseline: one network on the union of all data sets, one softmax over all labels. Scored twice: over all labels, where an
 * image taken for another data set's class counts as wrong, and inside the data set's own labels.
 */
public record TrainUnionProgram(TrainUnion work) implements StageProgram {
    private static final String PURPOSE = "union";

    @Override
    public StageOutcome run(StageContext context) {
        NetworkShape shape = NetworkFiles.shape(work.network());
        LabelSpace space = LabelSpace.of(work.datasets(), context);
        RandomKey key = context.random(PURPOSE);
        try (TorchEngine engine = context.openEngine()) {
            Network network =
                    Networks.build(shape, space.classes(), ClassifierTraining.firstValues(engine.manager(), key));
            Evaluator evaluator = new Evaluator(engine, context.stop());
            UnionLearner learner = new UnionLearner(
                    network,
                    space,
                    work.training(),
                    new UnionBatches(space, work.training(), key),
                    evaluator,
                    metadata(space));
            TestScores tests = new TestScores(context.order().stage());
            Trained trained = new TrainingLoop(context, engine, LoopSettings.of(work.training()), key)
                    .train(learner, selection -> space.blocks()
                            .forEach(block -> tests.add(
                                    work.outputs().get(0),
                                    block.dataset(),
                                    selection,
                                    evaluator.evaluate(
                                            network,
                                            block.data().test(),
                                            block.data().statistics(),
                                            block.labels()))));
            return StageOutcome.of(trained, tests.results());
        }
    }

    private NetworkMetadata metadata(LabelSpace space) {
        return new NetworkMetadata(
                work.network(),
                work.inputSize(),
                space.blocks().stream()
                        .map(block -> NetworkMetadata.Labels.of(block.dataset(), block.data()))
                        .toList());
    }
}
