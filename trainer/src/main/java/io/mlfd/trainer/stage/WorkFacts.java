package io.mlfd.trainer.stage;

import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.StageWork.DatasetWork;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What every kind of work has in common, seen from outside.
 *
 * @param dataset the data set it is about, empty for work about several
 * @param images data sets whose images are read
 * @param inputSize empty where no images are read
 */
record WorkFacts(StageKind kind, Optional<String> dataset, List<DatasetWork> images, OptionalInt inputSize) {
    WorkFacts {
        images = List.copyOf(images);
    }

    static WorkFacts of(StageWork work) {
        if (work instanceof StageWork.TrainTeacher teacher) {
            return ofOne(StageKind.TEACHER, teacher.dataset(), teacher.inputSize());
        }
        if (work instanceof StageWork.TakeTeacher teacher) {
            return ofOne(StageKind.TEACHER, teacher.dataset(), teacher.inputSize());
        }
        if (work instanceof StageWork.TrainJointTeacher joint) {
            return ofSeveral(StageKind.JOINT, joint.datasets(), joint.inputSize());
        }
        if (work instanceof StageWork.Distill distill) {
            return ofOne(StageKind.DISTILL, distill.dataset(), distill.inputSize());
        }
        if (work instanceof StageWork.TrainUnion union) {
            return ofSeveral(StageKind.BASELINE, union.datasets(), union.inputSize());
        }
        if (work instanceof StageWork.DistillOwnTeacher distill) {
            return ofOne(StageKind.BASELINE, distill.dataset(), distill.inputSize());
        }
        return new WorkFacts(StageKind.REPORT, Optional.empty(), List.of(), OptionalInt.empty());
    }

    private static WorkFacts ofOne(StageKind kind, DatasetWork dataset, int inputSize) {
        return new WorkFacts(kind, Optional.of(dataset.name()), List.of(dataset), OptionalInt.of(inputSize));
    }

    private static WorkFacts ofSeveral(StageKind kind, List<DatasetWork> datasets, int inputSize) {
        return new WorkFacts(kind, Optional.empty(), datasets, OptionalInt.of(inputSize));
    }
}
