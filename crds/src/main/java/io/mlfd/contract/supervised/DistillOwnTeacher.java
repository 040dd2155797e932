package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Control: the student from labels and its own expert's soft labels.
 *
 * @param dataset with the student's network
 * @param weights {@code features} is 0
 * @param init what the student starts from; empty for random values
 * @param file path below the data root of the weights that it starts from, all but the classifier's; there for a start from one
 * @param expert the expert's network, empty where it is the student's
 * @param views that images are seen in again and again, as by the student that this is a control of; empty for a new one in
 *     every epoch
 */
@JsonTypeName("DistillOwnTeacher")
public record DistillOwnTeacher(
        DatasetWork dataset,
        int inputSize,
        double temperature,
        LossWeights weights,
        Training training,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<StudentInit> init,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> file,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<NetworkSpec> expert,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) OptionalInt views)
        implements StudentTraining {
    /** From random values, of the expert's network. */
    public DistillOwnTeacher(
            DatasetWork dataset, int inputSize, double temperature, LossWeights weights, Training training) {
        this(
                dataset,
                inputSize,
                temperature,
                weights,
                training,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    /** The network of the teacher. */
    public NetworkSpec teacherNetwork() {
        return expert.orElse(dataset.network());
    }

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
