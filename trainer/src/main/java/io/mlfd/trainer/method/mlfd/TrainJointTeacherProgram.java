package io.mlfd.trainer.method.mlfd;

import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.loop.TrainingLoop;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stage.StageProgram;
import io.mlfd.trainer.supervised.Evaluation;
import io.mlfd.trainer.supervised.NetworkFiles;
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
        try (TorchEngine engine = context.openEngine()) {
            Map<String, FeatureCache> caches = new ExpertCaches(context, engine, shape, space).open(shape.datasets());
            List<CachedSet> sets = new ArrayList<>();
            caches.forEach((name, cache) -> sets.add(new CachedSet(name, context.data(name), cache, batchSize)));
            Map<String, Integer> classes = new LinkedHashMap<>();
            sets.forEach(set -> classes.put(set.name(), set.classes()));
            RandomKey key = context.random("joint");
            JointTeacher teacher = JointTeacher.create(
                    shape, classes, key.with("initial values").state(), engine.manager());
            JointEvaluator evaluator = new JointEvaluator(engine, context.stop(), batchSize);
            Trained trained = new TrainingLoop(context, engine, work.training(), key)
                    .train(new JointTask(teacher, sets, work.training(), key, evaluator));
            return outcome(context, engine, teacher, sets, evaluator, trained);
        }
    }

    private static StageOutcome outcome(
            StageContext context,
            TorchEngine engine,
            JointTeacher teacher,
            List<CachedSet> sets,
            JointEvaluator evaluator,
            Trained trained) {
        String stage = context.order().stage();
        List<Score> scores = new ArrayList<>();
        List<Confusion> confusions = new ArrayList<>();
        for (Selection selection : List.of(Selection.LAST, Selection.BEST)) {
            if (selection == Selection.BEST) {
                NetworkFiles.load(
                        context.folder().file(VolumeLayout.weights(selection)), teacher.state(), engine.manager());
            }
            for (CachedSet set : sets) {
                Evaluation evaluation = evaluator.evaluate(teacher, set, Split.TEST);
                scores.add(evaluation.score(stage, set.name(), Metric.TOP1, selection));
                if (selection == Selection.LAST) {
                    confusions.add(evaluation.confusion(set.name(), selection));
                }
            }
        }
        return trained.outcome(scores, confusions);
    }
}
