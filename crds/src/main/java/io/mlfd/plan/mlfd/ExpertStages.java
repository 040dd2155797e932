package io.mlfd.plan.mlfd;

import io.mlfd.api.Dataset;
import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.plan.DatasetNetworks;
import io.mlfd.plan.PlanBuilder;
import io.mlfd.plan.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The experts of one seed: each data set's own, and behind all of these what is fused in the place of some. */
final class ExpertStages {
    private final PlanBuilder stages;
    private final Map<Dataset, Stage> own = new LinkedHashMap<>();
    private final List<Stage> fused = new ArrayList<>();

    /** @param joint says whose expert is fused out of fold */
    ExpertStages(PlanBuilder stages, TrainJointTeacher joint) {
        this.stages = stages;
        stages.datasets().forEach(dataset -> own.put(dataset, stages.teacher(dataset)));
        for (Dataset dataset : stages.datasets()) {
            OptionalInt folds = joint.foldsOf(stages.expertWork(dataset));
            fused.addAll(
                    folds.isPresent() ? stages.foldTeachers(dataset, folds.getAsInt()) : List.of(own.get(dataset)));
        }
    }

    /** The data set's expert, which has seen all of its train images. */
    Stage of(Dataset dataset) {
        return own.get(dataset);
    }

    /** What the joint teacher fuses, data set after data set. */
    List<Stage> fused() {
        return fused;
    }

    /** What a student starts from, if that is its expert and is not fused anyway. */
    List<Stage> startBesideFused(Dataset dataset) {
        Stage expert = own.get(dataset);
        return startsFromExpert(dataset) && !fused.contains(expert) ? List.of(expert) : List.of();
    }

    boolean startsFromExpert(Dataset dataset) {
        return new DatasetNetworks(dataset, stages.imageSize()).init().equals(Optional.of(StudentInit.TEACHER));
    }
}
