package io.mlfd.contract.feed;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.result.Metric;
import io.mlfd.result.Role;
import java.util.List;
import java.util.Optional;

/**
 * Part of a control: the auto-encoder whose code factor transfer distils, trained to give a teacher's maps again.
 *
 * @param rate channels of the factors, as a share of those of the maps
 */
@JsonTypeName("TrainParaphraser")
public record TrainParaphraser(DatasetWork dataset, int inputSize, String level, double rate, Training training)
        implements SingleDatasetTraining {
    public static final Role ROLE = new Role(
            "paraphraser",
            "Paraphraser",
            "the first teacher, going on from its maps as the paraphraser gives them again");

    @Override
    public StageKind kind() {
        return StageKind.BASELINE;
    }

    @Override
    public List<Output> outputs() {
        return List.of(
                new Output(Output.ONLY, ROLE, Optional.of(dataset.name()), Optional.empty(), List.of(Metric.TOP1)));
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return MapDemand.ofParaphraser(sizes, dataset, level, rate);
    }

    @Override
    public int numerics() {
        return 1;
    }
}
