package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import java.util.List;

/**
 * Control: the network that a method trains, with labels only. Of {@code member} 0 first values and the order of images are
 * those of the student, so that the two are compared in pairs.
 *
 * @param member tells networks of one data set apart, from 0
 */
@JsonTypeName("TrainAlone")
public record TrainAlone(DatasetWork dataset, int inputSize, Training training, int member)
        implements SingleDatasetTraining {
    @Override
    public StageKind kind() {
        return StageKind.BASELINE;
    }

    @Override
    public List<Output> outputs() {
        return List.of(Output.ofDataset(Roles.alone(member), dataset));
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return sizes.training(dataset.network());
    }

    @Override
    public int numerics() {
        return 1;
    }
}
