package io.mlfd.trainer.method.mlfd;

import io.mlfd.api.method.MlfdSpec.Afterwards;
import io.mlfd.contract.mlfd.CachedOutputs;
import io.mlfd.contract.mlfd.Distill;
import io.mlfd.plan.Level;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.data.DataSetImages;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        try (TorchEngine engine = context.openEngine()) {
            return work.cache()
                    .map(kept -> withOutputs(context, engine, kept))
                    .orElseGet(() -> withFeatures(context, engine));
        }
    }

    /** T* computes in every step what it says, from the experts' features. */
    private StageOutcome withFeatures(StageContext context, TorchEngine engine) {
        JointShape shape = JointShape.of(work.joint());
        String dataset = work.dataset().name();
        try (OpenCaches caches = new ExpertCaches(context, engine, shape, space).open(List.of(dataset))) {
            CachedSet set = new CachedSet(
                    dataset,
                    context.data(dataset),
                    caches.of(dataset),
                    work.training().batchSize(),
                    HeldOut.of(context, shape, dataset));
            JointTeacher teacher = new StoredTeacher(context, shape, dataset).read(engine.manager());
            return ClassifierTraining.ofStudent(context, engine, work)
                    .run(loss(context, engine, new JointTargets(teacher, set)));
        }
    }

    /** What T* says is read in every step. */
    private StageOutcome withOutputs(StageContext context, TorchEngine engine, CachedOutputs kept) {
        OutputCache outputs = new OutputCache(context, engine, work, kept, space);
        StageOutcome outcome;
        try (FeatureCache cache = outputs.open()) {
            IndexedTargets targets = new CachedTargets(
                    JointShape.of(work.joint()).levels(), cache, work.training().batchSize());
            outcome = ClassifierTraining.ofStudent(context, engine, work)
                    .seeingAgain(kept.views())
                    .run(loss(context, engine, targets));
        }
        if (kept.afterwards() == Afterwards.DELETE) {
            outputs.remove();
        }
        return outcome;
    }

    private StudentLoss loss(StageContext context, TorchEngine engine, IndexedTargets targets) {
        DataSetImages train = context.data(work.dataset().name()).train();
        Optional<ComparedMaps> compared = work.standardisation()
                .map(kind -> ComparedMaps.of(
                        kind, targets, train.count(), work.training().batchSize(), engine, context.stop()));
        StudentFeatures features = features(context, engine);
        return new StudentLoss(
                work.temperature(),
                work.weights(),
                levelWeights(),
                LabelLoss.of(work.training(), train),
                compared.map(maps -> maps.targets(targets)).orElse(targets),
                compared.map(maps -> maps.student(features)).orElse(features));
    }

    private Map<Level, Double> levelWeights() {
        Map<Level, Double> weights = new LinkedHashMap<>();
        work.levelWeights()
                .forEach((level, weight) -> weights.put(Level.parse(level).orElseThrow(), weight));
        return weights;
    }

    private StudentFeatures features(StageContext context, TorchEngine engine) {
        if (work.projector().isEmpty()) {
            return StudentFeatures.AS_THEY_ARE;
        }
        long seed = ClassifierTraining.firstValuesBeside(context, work.dataset(), "projectors");
        return new StudentProjectors(
                JointShape.of(work.joint()),
                work.dataset().name(),
                NetworkFiles.shape(work.dataset().network()),
                Scope.root(engine.manager(), seed));
    }
}
