package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.result.Role;
import java.util.List;

/**
 * Trains one of several networks of a data set that differ in nothing but their first values and the order of images.
 *
 * @param member from 1; decides both, with the seed
 */
@JsonTypeName("TrainMember")
public record TrainMember(DatasetWork dataset, int inputSize, Training training, int member)
        implements SingleDatasetTraining {
    @Override
    public StageKind kind() {
        return StageKind.TEACHER;
    }

    @Override
    public List<Output> outputs() {
        Role role =
                new Role("teacher-" + member, "Teacher " + member, "one of several experts that differ in chance only");
        return List.of(Output.ofDataset(role, dataset));
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
