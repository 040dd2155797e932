package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Control: the network that a method trains, with labels only. Of {@code member} 0 first values and the order of images are
 * those of the student, so that the two are compared in pairs.
 *
 * @param member tells networks of one data set apart, from 0
 * @param init what it starts from, as the student does; empty for random values
 * @param file path below the data root of the weights that it starts from, all but the classifier's; there for a start from one
 * @param views that images are seen in again and again, as by the student that this is a control of; empty for a new one in
 *     every epoch
 */
@JsonTypeName("TrainAlone")
public record TrainAlone(
        DatasetWork dataset,
        int inputSize,
        Training training,
        int member,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<StudentInit> init,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> file,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalInt views)
        implements StudentTraining {
    /** From random values. */
    public TrainAlone(DatasetWork dataset, int inputSize, Training training, int member) {
        this(dataset, inputSize, training, member, Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

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
