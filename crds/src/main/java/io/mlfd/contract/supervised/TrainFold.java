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
 * Trains a data set's expert without the train images of one fold, so that there is somebody to ask about these who has not
 * learned from them (cross-fitting, as in stacked generalisation: Wolpert 1992).
 *
 * @param init path below the data root of weights that it starts from, all but the classifier's; empty for random values
 * @param folds that the train images are divided into
 * @param fold that is left out, from 1
 */
@JsonTypeName("TrainFold")
public record TrainFold(
        DatasetWork dataset,
        int inputSize,
        Training training,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> init,
        int folds,
        int fold)
        implements SingleDatasetTraining {
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
        return List.of(Output.ofDataset(Roles.foldExpert(fold), dataset));
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
