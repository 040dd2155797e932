package io.mlfd.trainer.supervised;

import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.supervised.TrainUnion;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.loop.TrainingLoop;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import java.util.ArrayList;
import java.util.List;

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
            Network network = Networks.build(
                    shape,
                    space.classes(),
                    Scope.root(engine.manager(), key.with("initialisation").state()));
            Evaluator evaluator = new Evaluator(engine, context.stop());
            UnionTask task = new UnionTask(
                    network,
                    space,
                    new UnionBatches(space, work.training(), key),
                    work.training().labelSmoothing(),
                    evaluator,
                    metadata(space));
            Trained trained = new TrainingLoop(context, engine, work.training(), key).train(task);
            return outcome(context, engine, network, space, evaluator, trained);
        }
    }

    private NetworkMetadata metadata(LabelSpace space) {
        return new NetworkMetadata(
                work.network(),
                work.inputSize(),
                space.blocks().stream()
                        .map(block -> new NetworkMetadata.Labels(
                                block.dataset(),
                                block.data().train().classNames(),
                                block.data().statistics()))
                        .toList());
    }

    private static StageOutcome outcome(
            StageContext context,
            TorchEngine engine,
            Network network,
            LabelSpace space,
            Evaluator evaluator,
            Trained trained) {
        List<Score> scores = new ArrayList<>();
        List<Confusion> confusions = new ArrayList<>();
        for (Selection selection : List.of(Selection.LAST, Selection.BEST)) {
            if (selection == Selection.BEST) {
                NetworkFiles.load(
                        context.folder().file(VolumeLayout.weights(selection)), network.state(), engine.manager());
            }
            for (LabelSpace.Block block : space.blocks()) {
                Evaluation test = evaluator.evaluate(
                        network, block.data().test(), block.data().statistics(), block.labels());
                for (Metric metric : List.of(Metric.TOP1, Metric.TOP1_ALL_LABELS)) {
                    scores.add(test.score(context.order().stage(), block.dataset(), metric, selection));
                }
                if (selection == Selection.LAST) {
                    confusions.add(test.confusion(block.dataset(), selection));
                }
            }
        }
        return trained.outcome(scores, confusions);
    }
}
