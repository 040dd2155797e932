package io.mlfd.trainer;

import io.mlfd.contract.StageWork;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.method.mlfd.DistillProgram;
import io.mlfd.trainer.method.mlfd.TrainJointTeacherProgram;
import io.mlfd.trainer.report.ReportProgram;
import io.mlfd.trainer.stage.BadOrderException;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.stage.StagePrograms;
import io.mlfd.trainer.supervised.DistillOwnTeacherProgram;
import io.mlfd.trainer.supervised.TakeTeacherProgram;
import io.mlfd.trainer.supervised.TrainTeacherProgram;
import io.mlfd.trainer.supervised.TrainUnionProgram;

/** Every kind of work that this program carries out. */
public final class BuiltInPrograms implements StagePrograms {
    @Override
    public StageProgram of(StageWork work) {
        if (work instanceof StageWork.TrainTeacher teacher) {
            return new TrainTeacherProgram(teacher);
        }
        if (work instanceof StageWork.TakeTeacher teacher) {
            return new TakeTeacherProgram(teacher);
        }
        if (work instanceof StageWork.TrainJointTeacher joint) {
            return new TrainJointTeacherProgram(joint, FreeSpace.ofFileSystem());
        }
        if (work instanceof StageWork.Distill distill) {
            return new DistillProgram(distill, FreeSpace.ofFileSystem());
        }
        if (work instanceof StageWork.TrainUnion union) {
            return new TrainUnionProgram(union);
        }
        if (work instanceof StageWork.DistillOwnTeacher distill) {
            return new DistillOwnTeacherProgram(distill);
        }
        if (work instanceof StageWork.Report report) {
            return new ReportProgram(report);
        }
        throw new BadOrderException("order: work of type " + work.getClass().getSimpleName() + " is not known here");
    }
}
