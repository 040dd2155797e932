package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.supervised.DistillOwnTeacher;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;

/**
 * The control that tells distillation as such from what several experts know together: a student from labels and from its own
 * expert's soft labels, which are computed once, on the images as they are.
 */
public record DistillOwnTeacherProgram(DistillOwnTeacher work) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        FinishedStage teacher = context.input(StageKind.TEACHER, work.dataset().name());
        try (TorchEngine engine = context.openEngine()) {
            StudentLoss loss = new StudentLoss(
                    work.temperature(),
                    work.weights(),
                    LabelLoss.of(
                            work.training(), context.data(work.dataset().name()).train()),
                    targets(context, engine, teacher));
            return ClassifierTraining.ofStudent(context, engine, work)
                    .seeingAgain(work.views())
                    .run(loss);
        }
    }

    private TeacherTargets targets(StageContext context, TorchEngine engine, FinishedStage teacher) {
        LoadedDataSet data = context.data(work.dataset().name());
        int classes = data.train().classNames().size();
        try (NDManager manager = engine.manager().newSubManager()) {
            Network expert = NetworkFiles.load(
                    context.folder().stored(), teacher.selectedWeights(), work.teacherNetwork(), classes, manager);
            return LogitTable.of(expert, data.train(), data.statistics(), new Evaluator(engine, context.stop()));
        }
    }
}
