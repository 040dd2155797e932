package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.GivenFile;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import java.util.List;
import java.util.Optional;

/**
 * Trains one data set's expert with labels.
 *
 * @param init path below the data root of weights that it starts from, all but the classifier's; empty for random values
 */
@JsonTypeName("TrainTeacher")
public record TrainTeacher(
        DatasetWork dataset,
        int inputSize,
        Training training,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> init)
        implements SingleDatasetTraining {
    /** From random values. */
    public TrainTeacher(DatasetWork dataset, int inputSize, Training training) {
        this(dataset, inputSize, training, Optional.empty());
    }

    @Override
    public List<GivenFile> files() {
        return init.stream().map(path -> new GivenFile(dataset.name(), path)).toList();
    }

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
