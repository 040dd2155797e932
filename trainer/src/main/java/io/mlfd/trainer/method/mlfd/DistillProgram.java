package io.mlfd.trainer.method.mlfd;

import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ClassifierTraining;
import io.mlfd.trainer.supervised.LabelLoss;
import io.mlfd.trainer.supervised.NetworkFiles;
import io.mlfd.trainer.supervised.StudentFeatures;
import io.mlfd.trainer.supervised.StudentLoss;
import java.util.List;
import java.util.Map;

/**
 * Stage {@code distill/<data set>}: one data set's student from labels, T*'s soft labels and T*'s maps. Reads the rows of
 * that data set and the part of T* that serves it, nothing of the others; without its cache, which retention may have
 * removed, it computes that one again.
 *
 * @param space asked before a cache is built
 */
public record DistillProgram(Distill work, FreeSpace space) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        JointShape shape = JointShape.of(work.joint());
        String dataset = work.dataset().name();
        try (TorchEngine engine = context.openEngine();
                OpenCaches caches = new ExpertCaches(context, engine, shape, space).open(List.of(dataset))) {
            CachedSet set = new CachedSet(
                    dataset,
                    context.data(dataset),
                    caches.of(dataset),
                    work.training().batchSize());
            // The seed decides values that are all replaced.
            JointTeacher teacher = JointTeacher.create(shape, Map.of(dataset, set.classes()), 0, engine.manager());
            // The file of T* holds what serves the other data sets too.
            NetworkFiles.loadPart(
                    context.folder().stored(),
                    context.input(StageKind.JOINT, "").selectedWeights(),
                    teacher.state(),
                    engine.manager());
            StudentLoss loss = new StudentLoss(
                    work.temperature(),
                    work.weights(),
                    LabelLoss.of(
                            work.training(), context.data(work.dataset().name()).train()),
                    new JointTargets(teacher, set),
                    features(context, engine, shape));
            return ClassifierTraining.ofStudent(context, engine, work)
                    .startingFrom(work.init()
                            .filter(init -> init == StudentInit.TEACHER)
                            .map(any ->
                                    context.input(StageKind.TEACHER, dataset).selectedWeights()))
                    .run(loss);
        }
    }

    private StudentFeatures features(StageContext context, TorchEngine engine, JointShape shape) {
        if (work.projector().isEmpty()) {
            return StudentFeatures.AS_THEY_ARE;
        }
        long seed = ClassifierTraining.firstValuesBeside(context, work.dataset(), "projectors");
        return new StudentProjectors(
                shape,
                work.dataset().name(),
                NetworkFiles.shape(work.dataset().network()),
                Scope.root(engine.manager(), seed));
    }
}
