package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.plan.Level;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ClassifierTraining;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.StudentLoss;
import io.mlfd.trainer.supervised.TeacherTargets;
import io.mlfd.trainer.supervised.TeacherTargets.Targets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A student of a T* that looks at the student's images with all experts in every step: what nothing is kept for, to compare
 * with.
 *
 * @param views of each image, one an epoch, again and again
 */
public record LookingTeacherProgram(Distill work, int views) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        String dataset = work.dataset().name();
        JointShape shape = JointShape.of(work.joint());
        try (TorchEngine engine = context.openEngine();
                NDManager owner = engine.manager().newSubManager()) {
            JointTeacher teacher = new StoredTeacher(context, shape, dataset).read(owner);
            FrozenExperts experts = new StoredExperts(context, shape, owner).get();
            TeacherTargets targets = (images, scope) -> targets(
                    shape,
                    teacher.forward(dataset, experts.features(images.arrays().images()), Mode.EVAL));
            StudentLoss loss = new StudentLoss(
                    work.temperature(),
                    work.weights(),
                    LabelLoss.of(work.training(), context.data(dataset).train()),
                    targets);
            return ClassifierTraining.ofStudent(context, engine, work)
                    .seeingAgain(OptionalInt.of(views))
                    .run(loss);
        }
    }

    private static Targets targets(JointShape shape, JointOutput output) {
        Map<Level, NDArray> maps = new LinkedHashMap<>();
        for (int l = 0; l < shape.levels().size(); l++) {
            maps.put(shape.levels().get(l), output.maps().get(l));
        }
        return new Targets(output.logits(), maps);
    }
}
