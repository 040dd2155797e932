package io.mlfd.trainer.method.ensemblecompression;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.ensemblecompression.TrainWidths;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.supervised.NetworkFiles;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Works small enough to be carried out many times. */
final class WidthOrders {
    private static final int WIDEST = 4;

    static final TrainWidths TWO = work(new LossWeights(0.15, 0.15, 0.7), WIDEST, 2);
    static final TrainWidths THREE = work(new LossWeights(1, 0, 1), WIDEST, 3, 1);

    private WidthOrders() {}

    static List<NetworkShape> shapes(int... widths) {
        return IntStream.of(widths)
                .mapToObj(WidthOrders::network)
                .map(NetworkFiles::shape)
                .toList();
    }

    private static TrainWidths work(LossWeights weights, int... widths) {
        return new TrainWidths(
                Orders.shapes(OptionalDouble.of(0.25)),
                Orders.INPUT_SIZE,
                IntStream.of(widths).mapToObj(WidthOrders::network).toList(),
                2,
                weights,
                Orders.training(OptimizerName.SGD, 3));
    }

    private static NetworkSpec network(int width) {
        return new NetworkSpec("resnet8", width, OptionalInt.of(WIDEST));
    }
}
