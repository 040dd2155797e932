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

class ClassifierLearnerContractTest extends LearnerContractTest {
    private static final Training TRAINING = Orders.training(OptimizerName.ADAMW, 2);

    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));

    ClassifierLearnerContractTest(TorchEngine engine) {
        super(engine);
    }

    @Override
    protected Learner learner(TorchEngine engine, NDManager manager, StopSignal stop) {
        return new ClassifierLearner(
                Networks.build(
                        NetworkShapes.named("resnet8").withWidth(2),
                        data.train().classNames().size(),
                        Scope.root(manager, 0)),
                "shapes",
                data,
                TRAINING,
                new ImageBatches(data, TRAINING, RandomKey.of(0, "test")),
                new LabelLoss(0.1),
                new Evaluator(engine, stop),
                new NetworkMetadata(Orders.NETWORK, Orders.INPUT_SIZE, List.of()));
    }
}
