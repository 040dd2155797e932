package io.mlfd.trainer.method.feed;

import io.mlfd.contract.StageKind;
import io.mlfd.contract.feed.DistillSingleTeacher;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import java.util.List;

/** Stage {@code baseline/single-teacher/<data set>}: as the parallel student, from its first teacher alone. */
public record DistillSingleTeacherProgram(DistillSingleTeacher work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        try (TorchEngine engine = context.openEngine()) {
            MapTraining training = new MapTraining(context, engine, work);
            FrozenTeacher teacher = training.teacher(
                    context.input(StageKind.TEACHER, work.dataset().name()));
            return training.run(List.of(teacher), training.studentKey());
        }
    }
}
