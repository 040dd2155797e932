package io.mlfd.plan.mlfd;

import io.mlfd.api.Dataset;
import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.plan.DatasetNetworks;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The union networks of one seed, each planned once, when it is first built on. */
final class UnionStages {
    private final PlanBuilder stages;
    private final Map<NetworkSpec, Stage> planned = new LinkedHashMap<>();
    private final List<Stage> fused;

    /** @param fused by the joint teacher */
    UnionStages(PlanBuilder stages, List<NetworkSpec> fused) {
        this.stages = stages;
        this.fused = fused.stream().map(this::of).toList();
    }

    Stage of(NetworkSpec network) {
        return planned.computeIfAbsent(network, stages::union);
    }

    /** Those that the joint teacher fuses. */
    List<Stage> fused() {
        return fused;
    }

    /** The one that a data set's student starts from; none where it starts from something else. */
    List<Stage> start(Dataset dataset) {
        DatasetNetworks networks = new DatasetNetworks(dataset, stages.imageSize());
        return networks.init().equals(Optional.of(StudentInit.UNION))
                ? List.of(of(networks.student().spec()))
                : List.of();
    }
}
