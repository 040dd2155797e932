package io.mlfd.trainer.report.page;

import io.mlfd.contract.StageWork;
import io.mlfd.contract.StageWork.DatasetWork;
import java.util.List;

/** What kinds of work have in common. */
final class Works {
    private Works() {}

    /** The data sets whose images are read. */
    static List<DatasetWork> datasets(StageWork work) {
        if (work instanceof StageWork.TrainTeacher train) {
            return List.of(train.dataset());
        }
        if (work instanceof StageWork.TakeTeacher take) {
            return List.of(take.dataset());
        }
        if (work instanceof StageWork.TrainJointTeacher joint) {
            return joint.datasets();
        }
        if (work instanceof StageWork.Distill distill) {
            return List.of(distill.dataset());
        }
        if (work instanceof StageWork.TrainUnion union) {
            return union.datasets();
        }
        return work instanceof StageWork.DistillOwnTeacher control ? List.of(control.dataset()) : List.of();
    }
}
