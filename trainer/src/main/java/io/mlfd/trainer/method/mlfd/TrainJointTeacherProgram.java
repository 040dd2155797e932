package io.mlfd.trainer.method.mlfd;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.LoopSettings;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.loop.TrainingLoop;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.TestScores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stage {@code joint}: the caches of the frozen experts' features on every data set, then T* on them.
 *
 * @param space asked before a cache is built
 */
public record TrainJointTeacherProgram(TrainJointTeacher work, FreeSpace space) implements StageProgram {
    @Override
    public StageOutcome run(StageContext context) {
        JointShape shape = JointShape.of(work);
        int batchSize = work.training().batchSize();
        List<String> served = work.reads().stream().map(DatasetWork::name).toList();
        try (TorchEngine engine = context.openEngine();
                OpenCaches caches = new ExpertCaches(context, engine, shape, space).open(served)) {
            List<CachedSet> sets = new ArrayList<>();
            caches.byDataset()
                    .forEach((name, cache) -> sets.add(new CachedSet(
                            name, context.data(name), cache, batchSize, HeldOut.of(context, shape, name))));
            Map<String, Integer> classes = new LinkedHashMap<>();
            sets.forEach(set -> classes.put(set.name(), set.classes()));
            RandomKey key = context.random("joint");
            JointTeacher teacher = JointTeacher.create(
                    shape, classes, key.with("initial values").state(), engine.manager());
            new Standards(engine, context.stop(), batchSize).estimate(teacher.standards(), sets);
            JointEvaluator evaluator = new JointEvaluator(engine, context.stop(), batchSize);
            TestScores tests = new TestScores(context.order().stage());
            Trained trained = new TrainingLoop(context, engine, LoopSettings.of(work.training()), key)
                    .train(
                            new JointLearner(teacher, sets, work.training(), key, evaluator),
                            selection -> sets.forEach(set -> tests.add(
                                    work.outputs().get(0),
                                    set.name(),
                                    selection,
                                    evaluator.evaluate(teacher, set, Split.TEST))));
            return StageOutcome.of(trained, tests.results());
        }
    }
}
