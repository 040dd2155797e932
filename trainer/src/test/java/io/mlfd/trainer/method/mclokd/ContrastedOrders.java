package io.mlfd.trainer.method.mclokd;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.mclokd.TrainContrastedBranches;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Contrast;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Ensemble;
import io.mlfd.contract.mclokd.TrainContrastedBranches.Part;
import io.mlfd.trainer.stage.Orders;
import java.util.OptionalDouble;

/** Works small enough to be carried out many times. */
final class ContrastedOrders {
    static final TrainContrastedBranches TWO = work(2, 2, new Contrast(0.1, 5, 0.2, 0.5, 6), Part.METHOD);
    static final TrainContrastedBranches THREE_APART = work(3, 0, new Contrast(0.1, 5, 0.2, 0, 6), Part.METHOD);
    static final TrainContrastedBranches WITHOUT_CONTRAST =
            work(2, 2, TWO.contrast().weighing(0), Part.WITHOUT_CONTRAST);

    private ContrastedOrders() {}

    static TrainContrastedBranches work(int branches, int shared, Contrast contrast, Part part) {
        DatasetWork shapes = Orders.shapes(OptionalDouble.of(0.25));
        return new TrainContrastedBranches(
                new DatasetWork(shapes.name(), shapes.source(), new NetworkSpec("resnet8", 2)),
                Orders.INPUT_SIZE,
                branches,
                shared,
                contrast,
                new Ensemble(part == Part.WITHOUT_ENSEMBLE ? 0 : 0.8, 3),
                part,
                Orders.training(OptimizerName.SGD, 3));
    }
}
