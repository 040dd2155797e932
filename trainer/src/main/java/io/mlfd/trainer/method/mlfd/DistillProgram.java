package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.StateDictException;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.ClassifierTraining;
import io.mlfd.trainer.supervised.StudentLoss;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
        try (TorchEngine engine = context.openEngine()) {
            FeatureCache cache = new ExpertCaches(context, engine, shape, space)
                    .open(List.of(dataset))
                    .get(dataset);
            CachedSet set = new CachedSet(
                    dataset, context.data(dataset), cache, work.training().batchSize());
            // The seed decides values that are all replaced.
            JointTeacher teacher = JointTeacher.create(shape, Map.of(dataset, set.classes()), 0, engine.manager());
            load(context, teacher, engine);
            StudentLoss loss = new StudentLoss(
                    work.temperature(),
                    work.weights(),
                    work.training().labelSmoothing(),
                    new JointTargets(teacher, set));
            return ClassifierTraining.ofStudent(context, engine, work).run(loss);
        }
    }

    /** Takes the tensors that serve this data set from the file of all. */
    private static void load(StageContext context, JointTeacher teacher, TorchEngine engine) {
        Path file = context.input(StageKind.JOINT, "").selectedWeights();
        try (NDManager scratch = engine.step()) {
            Map<String, NDArray> own = new LinkedHashMap<>(
                    Safetensors.read(context.folder().stored(), file, scratch).tensors());
            own.keySet().retainAll(teacher.state().variables().keySet());
            teacher.state().load(own);
        } catch (StateDictException e) {
            throw new BadInputException(file + ": " + e.getMessage());
        }
    }
}
