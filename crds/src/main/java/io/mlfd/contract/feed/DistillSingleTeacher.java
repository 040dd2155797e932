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

/** Control: the parallel student with its first teacher alone. */
@JsonTypeName("DistillSingleTeacher")
public record DistillSingleTeacher(DatasetWork dataset, int inputSize, String level, double beta, Training training)
        implements MapDistillation {
    public static final Role ROLE =
            new Role("single-teacher", "Single teacher", "the student, distilled from the maps of one teacher only");
    private static final Role MAPS = new Role(
            "single-teacher-maps",
            "Single teacher's maps",
            "as the translator of the single-teacher student gives them");

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
        return List.of(Reconstruction.output(dataset, 1, MAPS));
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return MapDemand.of(sizes, this, 1);
    }

    @Override
    public int numerics() {
        return 1;
    }
}
