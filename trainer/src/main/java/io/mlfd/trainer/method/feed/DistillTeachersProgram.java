package io.mlfd.trainer.method.feed;

import io.mlfd.contract.StageKind;
import io.mlfd.contract.feed.DistillTeachers;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.BadOrderException;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import java.util.List;

/** Stage {@code distill/<data set>}: the student of all teachers at once. Measures the teachers' ensemble too. */
public record DistillTeachersProgram(DistillTeachers work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        List<FinishedStage> inputs =
                context.inputs(StageKind.TEACHER, work.dataset().name());
        if (inputs.size() != work.teachers()) {
            throw new BadOrderException("inputs: " + context.order().stage() + " needs " + work.teachers()
                    + " teacher stages of data set " + work.dataset().name() + ", found " + inputs.size());
        }
        try (TorchEngine engine = context.openEngine()) {
            MapTraining training = new MapTraining(context, engine, work);
            List<FrozenTeacher> teachers =
                    inputs.stream().map(training::teacher).toList();
            return training.run(
                    teachers,
                    training.studentKey(),
                    (tests, selection) -> training.testEnsemble(work.ensemble(), teachers, tests, selection));
        }
    }
}
