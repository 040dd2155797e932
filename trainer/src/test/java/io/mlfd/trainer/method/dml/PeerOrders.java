package io.mlfd.trainer.method.dml;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.trainer.stage.Orders;
import java.util.List;
import java.util.OptionalDouble;

/** Works small enough to be carried out many times. */
final class PeerOrders {
    private static final NetworkSpec SMALL = new NetworkSpec("resnet8", 2);

    static final TrainPeers ALIKE = work(1, 1, SMALL, SMALL);
    static final TrainPeers DIFFERENT =
            work(2, 0.5, SMALL, new NetworkSpec("resnet18", 1), new NetworkSpec("resnet14", 2));

    private PeerOrders() {}

    private static TrainPeers work(double temperature, double weight, NetworkSpec... networks) {
        return new TrainPeers(
                Orders.shapes(OptionalDouble.of(0.25)),
                Orders.INPUT_SIZE,
                List.of(networks),
                temperature,
                weight,
                Orders.training(OptimizerName.SGD, 3));
    }
}
