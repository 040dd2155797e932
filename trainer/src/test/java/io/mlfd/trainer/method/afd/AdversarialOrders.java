package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Training;
import io.mlfd.contract.afd.Exchange;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.trainer.data.FewImages;
import io.mlfd.trainer.data.GeneratedKind;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import java.util.List;
import java.util.OptionalDouble;

/** Works small enough to be carried out many times, and their learners. */
final class AdversarialOrders {
    static final NetworkSpec SMALL = new NetworkSpec("resnet8", 2);
    /** Last maps of other channels. */
    static final NetworkSpec NARROW = new NetworkSpec("resnet8", 1);
    /** Last maps of half the size. */
    static final NetworkSpec DEEP = new NetworkSpec("resnet18", 1);

    static final TrainAdversarialPeers ALIKE = work(Exchange.ADVERSARIAL_RING, SMALL, SMALL);
    static final TrainAdversarialPeers DIFFERENT =
            work(Exchange.ADVERSARIAL_RING, SMALL, DEEP, new NetworkSpec("resnet8", 3));

    private AdversarialOrders() {}

    /** With one optimiser of the same kind for logits and maps, whose states have the same names. */
    static TrainAdversarialPeers work(Exchange exchange, NetworkSpec... networks) {
        return new TrainAdversarialPeers(
                Orders.shapes(OptionalDouble.of(0.25)),
                Orders.INPUT_SIZE,
                List.of(networks),
                exchange,
                3,
                0.5,
                new Training.Optimizer(OptimizerName.ADAMW, 1e-3, 0, 0, false),
                Orders.training(OptimizerName.ADAMW, 3));
    }

    static AdversarialLearner learner(
            TrainAdversarialPeers work, TorchEngine engine, NDManager manager, StopSignal stop) {
        LoadedDataSet data = FewImages.of(GeneratedKind.SHAPES, Orders.INPUT_SIZE, OptionalDouble.of(0.25));
        return new AdversarialLearner(
                work,
                new AdversarialPeers(work, data.train().classNames().size(), Scope.root(manager, 0)),
                data,
                new ImageBatches(data, work.training(), RandomKey.of(0, "test")),
                new Evaluator(engine, stop));
    }
}
