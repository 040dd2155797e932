package io.mlfd.trainer.method.one;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.one.TrainGatedBranches;
import io.mlfd.trainer.stage.Orders;
import java.util.OptionalDouble;

/** Works small enough to be carried out many times. */
final class GatedOrders {
    static final TrainGatedBranches TWO = work(2, 2);
    static final TrainGatedBranches THREE = work(3, 1);

    private GatedOrders() {}

    private static TrainGatedBranches work(int branches, int sharedStages) {
        DatasetWork shapes = Orders.shapes(OptionalDouble.of(0.25));
        return new TrainGatedBranches(
                new DatasetWork(shapes.name(), shapes.source(), new NetworkSpec("resnet8", 2)),
                Orders.INPUT_SIZE,
                branches,
                sharedStages,
                3,
                2,
                Orders.training(OptimizerName.SGD, 3));
    }
}
