package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.contract.DatasetWork;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import java.util.Optional;

/**
 * First stages that are one for all branches of a data set's model, where a method's fields may say how many.
 *
 * @param path of the field
 * @param given empty for the default
 * @param own last stages that are a branch's own by default
 */
public record SharedStages(String path, Optional<Integer> given, int own) {
    public int of(DatasetWork work) {
        return given.orElseGet(() -> NetworkShapes.of(work.network()).stageCount() - own);
    }

    /** Tells of data sets whose branches would have nothing of their own. */
    public void check(MLFDRunSpec run, SpecProblems problems) {
        if (given.isEmpty()) {
            return;
        }
        for (Dataset dataset : run.datasets()) {
            NetworkShape network = NetworkShapes.of(dataset.model(), run.input().size());
            if (given.get() >= network.stageCount()) {
                problems.add(
                        path,
                        given.get() + " of the " + network.stageCount() + " stages of " + network.label()
                                + ", data set \"" + dataset.name()
                                + "\": branches would have the same maps; share at most "
                                + (network.stageCount() - 1));
            }
        }
    }
}
