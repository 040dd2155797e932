package io.mlfd.trainer.method.mclokd;

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

class ContrastedLearnerContractTest extends LearnerContractTest {
    private final LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));

    ContrastedLearnerContractTest(TorchEngine engine) {
        super(engine);
    }

    @Override
    protected Learner learner(TorchEngine engine, NDManager manager, StopSignal stop) {
        return learner(data, manager, new Evaluator(engine, stop));
    }

    static ContrastedLearner learner(LoadedDataSet data, NDManager manager, Evaluator evaluator) {
        RandomKey key = RandomKey.of(0, "test");
        return new ContrastedLearner(
                ContrastedOrders.TWO,
                new ContrastedNetwork(
                        ContrastedOrders.TWO,
                        data.train().classNames().size(),
                        data.train().count(),
                        ContrastedOrders.TWO.training().batchSize(),
                        Scope.root(manager, 0)),
                data,
                new ImageBatches(data, ContrastedOrders.TWO.training(), key),
                new OtherClasses(
                        "shapes", data.train(), ContrastedOrders.TWO.contrast().negatives(), key),
                evaluator);
    }
}
