package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import java.util.List;

/** Control: the student from labels and its own expert's soft labels. {@code weights.features} is 0. */
@JsonTypeName("DistillOwnTeacher")
public record DistillOwnTeacher(
        DatasetWork dataset, int inputSize, double temperature, LossWeights weights, Training training)
        implements SingleDatasetTraining {
    @Override
    public StageKind kind() {
        return StageKind.BASELINE;
    }

    @Override
    public List<Output> outputs() {
        return List.of(Output.ofDataset(Roles.OWN_TEACHER, dataset));
    }

    /** The expert is gone before the training begins: its logits are computed once, and are few. */
    @Override
    public Demand demand(NetworkSizes sizes) {
        return sizes.training(dataset.network());
    }

    @Override
    public int numerics() {
        return 2;
    }
}
