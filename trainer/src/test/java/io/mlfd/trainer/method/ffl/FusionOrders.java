package io.mlfd.trainer.method.ffl;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.ffl.TrainFusion;
import io.mlfd.trainer.stage.Orders;
import java.util.List;
import java.util.OptionalDouble;

/** Works small enough to be carried out many times. */
final class FusionOrders {
    private static final NetworkSpec SMALL = new NetworkSpec("resnet8", 2);

    static final TrainFusion SHARED = work(2, SMALL, SMALL);
    static final TrainFusion DIFFERENT = work(0, SMALL, new NetworkSpec("resnet18", 1), new NetworkSpec("resnet14", 2));

    private FusionOrders() {}

    private static TrainFusion work(int sharedStages, NetworkSpec... networks) {
        return new TrainFusion(
                Orders.shapes(OptionalDouble.of(0.25)),
                Orders.INPUT_SIZE,
                List.of(networks),
                sharedStages,
                3,
                2,
                1e-5,
                Orders.training(OptimizerName.SGD, 3));
    }
}
