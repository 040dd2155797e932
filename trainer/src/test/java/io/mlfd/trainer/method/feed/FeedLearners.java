package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.NetworkMetadata;
import java.util.List;
import java.util.OptionalDouble;

/** Tiny learners, with teachers that were never trained. */
final class FeedLearners {
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 2);
    private static final NetworkShape SHAPE = NetworkShapes.named("resnet8").withWidth(2);
    private static final Level.FeatureMap LEVEL = new Level.FeatureMap(0);

    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));

    private Network network(long seed, NDManager manager) {
        return Networks.build(SHAPE, data.train().classNames().size(), Scope.root(manager, seed));
    }

    private FrozenTeacher teacher(long seed, NDManager manager) {
        return new FrozenTeacher(network(seed, manager), LEVEL, Orders.INPUT_SIZE);
    }

    private ImageBatches batches() {
        return new ImageBatches(data, TRAINING, RandomKey.of(0, "test"));
    }

    FeedLearner twoTeachers(TorchEngine engine, NDManager manager, StopSignal stop) {
        List<TargetMaps> teachers = List.of(teacher(1, manager), teacher(2, manager));
        Translators translators = new Translators(LEVEL, 8, teachers, Scope.root(manager, 3));
        return new FeedLearner(
                network(0, manager),
                translators,
                new FeedLoss(translators, teachers, 50, new LabelLoss(0.1)),
                "shapes",
                data,
                TRAINING,
                batches(),
                new Evaluator(engine, stop),
                new NetworkMetadata(Orders.NETWORK, Orders.INPUT_SIZE, List.of()));
    }

    ParaphraserLearner paraphraser(TorchEngine engine, NDManager manager, StopSignal stop) {
        return new ParaphraserLearner(
                Paraphraser.create(8, 0.5, 4, manager),
                teacher(1, manager),
                "shapes",
                data,
                TRAINING,
                batches(),
                new Evaluator(engine, stop));
    }
}
