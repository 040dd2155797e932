package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.result.Metric;
import io.mlfd.trainer.data.LastBatch;
import io.mlfd.trainer.data.MultiSetSampler;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains T* with labels alone: cross-entropy, no distillation, on batches of one data set each that visit every image of
 * every set once an epoch. With one trunk per data set this is one training each, interleaved: they share no parameter, and
 * a batch moves only those that it reached.
 */
final class JointLearner implements Learner {
    private final JointTeacher teacher;
    private final List<CachedSet> sets;
    private final MultiSetSampler sampler;
    private final Training training;
    private final JointEvaluator evaluator;
    /** One a data set. */
    private final List<LabelLoss> labelLosses;

    /** @param key of the order of batches and images */
    JointLearner(
            JointTeacher teacher, List<CachedSet> sets, Training training, RandomKey key, JointEvaluator evaluator) {
        this.teacher = teacher;
        this.sets = List.copyOf(sets);
        this.sampler = new MultiSetSampler(
                sets.stream().map(set -> set.count(Split.TRAIN)).toList(), training.batchSize(), LastBatch.KEEP, key);
        this.training = training;
        this.evaluator = evaluator;
        this.labelLosses = sets.stream().map(set -> set.labelLoss(training)).toList();
    }

    @Override
    public StateDict state() {
        return teacher.state();
    }

    @Override
    public List<Optimised> optimised() {
        return Optimised.all(teacher.state(), training);
    }

    @Override
    public int stepsPerEpoch() {
        return sampler.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        MultiSetSampler.SetBatch batch = sampler.batch(step);
        CachedSet set = sets.get(batch.dataSet());
        int[] images = batch.images();
        NDArray labels = set.labels(Split.TRAIN, images, scope);
        NDArray logits = teacher.forward(
                        set.name(),
                        set.features(Split.TRAIN, images, scope),
                        set.heldOut(Split.TRAIN, images),
                        Mode.TRAIN)
                .logits();
        NDArray hard = labelLosses.get(batch.dataSet()).crossEntropy(logits, labels);
        return StepLoss.ofClassification(LossTerms.of(new LossTerms.Term(LabelLoss.HARD, 1, hard)), logits, labels);
    }

    @Override
    public List<Validation> validate() {
        return sets.stream()
                .filter(set -> set.has(Split.VALIDATION))
                .map(set -> evaluator.evaluate(teacher, set, Split.VALIDATION).validation(set.name(), Metric.TOP1))
                .toList();
    }

    @Override
    public List<Artifact> artifacts() {
        return List.of(Artifact.whole(teacher.state(), metadata()));
    }

    private Map<String, String> metadata() {
        Map<String, String> fused = new HashMap<>(ofEveryKind());
        if (!teacher.shape().unions().isEmpty()) {
            fused.put(
                    "unions",
                    String.join(
                            ",",
                            teacher.shape().unions().stream()
                                    .map(NetworkShape::label)
                                    .toList()));
        }
        teacher.shape().experts().stream()
                .flatMapToInt(expert -> expert.folds().stream())
                .findFirst()
                .ifPresent(folds -> fused.put("folds", Integer.toString(folds)));
        teacher.shape().standardisation().ifPresent(kind -> fused.put("standardisation", kind.name()));
        return fused;
    }

    private Map<String, String> ofEveryKind() {
        return Map.of(
                "format", "pt",
                "network", "joint teacher",
                "trunk", teacher.shape().trunk().name(),
                "experts", teacher.shape().fused().name(),
                "levels",
                        String.join(
                                ",",
                                teacher.shape().levels().stream()
                                        .map(Object::toString)
                                        .toList()));
    }
}
