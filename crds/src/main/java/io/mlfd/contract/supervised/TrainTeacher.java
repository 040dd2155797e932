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

/** Trains one data set's expert with labels. */
@JsonTypeName("TrainTeacher")
public record TrainTeacher(DatasetWork dataset, int inputSize, Training training) implements SingleDatasetTraining {
    @Override
    public StageKind kind() {
        return StageKind.TEACHER;
    }

    @Override
    public List<Output> outputs() {
        return List.of(Output.ofDataset(Roles.TEACHER, dataset));
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return sizes.training(dataset.network());
    }

    @Override
    public int numerics() {
        return 2;
    }
}
