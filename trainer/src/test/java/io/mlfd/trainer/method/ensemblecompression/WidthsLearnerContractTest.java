package io.mlfd.trainer.method.ensemblecompression;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.LearnerContractTest;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import java.util.OptionalDouble;

class WidthsLearnerContractTest extends LearnerContractTest {
    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));

    WidthsLearnerContractTest(TorchEngine engine) {
        super(engine);
    }

    @Override
    protected Learner learner(TorchEngine engine, NDManager manager, StopSignal stop) {
        return new WidthsLearner(
                WidthOrders.TWO,
                new StudentNetworks(
                        WidthOrders.shapes(4, 2), data.train().classNames().size(), Scope.root(manager, 0)),
                data,
                new ImageBatches(data, WidthOrders.TWO.training(), RandomKey.of(0, "test")),
                new Evaluator(engine, stop));
    }
}
