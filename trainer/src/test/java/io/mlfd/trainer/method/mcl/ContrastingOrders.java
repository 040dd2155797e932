package io.mlfd.trainer.method.mcl;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.mcl.TrainContrastingPeers;
import io.mlfd.contract.mcl.TrainContrastingPeers.Contrast;
import io.mlfd.contract.mcl.TrainContrastingPeers.Part;
import io.mlfd.contract.mcl.TrainContrastingPeers.Weights;
import io.mlfd.trainer.stage.Orders;
import java.util.List;
import java.util.OptionalDouble;

/** Works small enough to be carried out many times. */
final class ContrastingOrders {
    static final NetworkSpec SMALL = new NetworkSpec("resnet8", 2);
    static final Weights WEIGHTS = new Weights(0.3, 0.2, 0.7, 0.6);
    static final TrainContrastingPeers ALIKE = work(WEIGHTS, Part.METHOD, SMALL, SMALL);
    static final TrainContrastingPeers DIFFERENT =
            work(WEIGHTS, Part.METHOD, SMALL, new NetworkSpec("resnet18", 1), new NetworkSpec("resnet14", 2));
    static final TrainContrastingPeers WITHOUT_CONTRAST =
            work(new Weights(0, 0, 0, 0), Part.WITHOUT_CONTRAST, SMALL, SMALL);

    private ContrastingOrders() {}

    static TrainContrastingPeers work(Weights weights, Part part, NetworkSpec... networks) {
        return work(Orders.shapes(OptionalDouble.of(0.25)), weights, part, networks);
    }

    static TrainContrastingPeers work(DatasetWork dataset, Weights weights, Part part, NetworkSpec... networks) {
        return new TrainContrastingPeers(
                new DatasetWork(dataset.name(), dataset.source(), networks[0]),
                Orders.INPUT_SIZE,
                List.of(networks),
                new Contrast(weights, 0.2, 3, 6),
                part,
                Orders.training(OptimizerName.SGD, 3));
    }
}
