package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.LearnerContractTest;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import java.util.List;
import java.util.OptionalDouble;

class UnionLearnerContractTest extends LearnerContractTest {
    private static final Training TRAINING = Orders.training(OptimizerName.SGD, 2);

    private final LabelSpace space;

    UnionLearnerContractTest(TorchEngine engine) {
        super(engine);
        LoadedDataSet shapes = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));
        LoadedDataSet textures = FewImages.of(GeneratedKind.TEXTURES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));
        int classes = shapes.train().classNames().size();
        space = new LabelSpace(List.of(
                new LabelSpace.Block("shapes", LabelBlock.all(classes), shapes),
                new LabelSpace.Block(
                        "textures",
                        new LabelBlock(classes, textures.train().classNames().size()),
                        textures)));
    }

    @Override
    protected Learner learner(TorchEngine engine, NDManager manager, StopSignal stop) {
        return new UnionLearner(
                Networks.build(NetworkShapes.named("resnet8").withWidth(2), space.classes(), Scope.root(manager, 0)),
                space,
                TRAINING,
                new UnionBatches(space, TRAINING, RandomKey.of(0, "test")),
                new Evaluator(engine, stop),
                new NetworkMetadata(Orders.NETWORK, Orders.INPUT_SIZE, List.of()));
    }
}
