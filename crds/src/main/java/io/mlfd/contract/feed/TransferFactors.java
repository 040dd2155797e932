package io.mlfd.contract.feed;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.result.Role;
import java.util.List;

/**
 * Control: factor transfer (Kim, Park, Kwak 2018), the student from labels and from factors of the first teacher's maps. Its
 * error is that of factors, which are no maps, so none is told.
 *
 * @param rate channels of the factors, as a share of those of the maps
 */
@JsonTypeName("TransferFactors")
public record TransferFactors(
        DatasetWork dataset, int inputSize, String level, double rate, double beta, Training training)
        implements MapDistillation {
    public static final Role ROLE = new Role(
            "factor-transfer", "Factor transfer", "the student, distilled from factors of the first teacher's maps");

    @Override
    public StageKind kind() {
        return StageKind.BASELINE;
    }

    @Override
    public Output student() {
        return Output.ofDataset(ROLE, dataset);
    }

    @Override
    public List<Output> translations() {
        return List.of();
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return MapDemand.of(sizes, this, 1).and(MapDemand.encoder(sizes, dataset, level, rate));
    }

    @Override
    public int numerics() {
        return 1;
    }
}
