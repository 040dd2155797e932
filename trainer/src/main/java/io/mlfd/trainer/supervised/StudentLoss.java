package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.contract.LossWeights;
import io.mlfd.plan.Level;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.LossTerms.Term;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loss of a student (Iordache et al. 2025): alpha times soft cross-entropy with the teacher's logits at temperature tau,
 * times tau squared; beta times the squared differences of maps, averaged over the elements and over the levels, so that beta
 * means the same however many levels there are; gamma times cross-entropy with labels.
 *
 * @param weights alpha, beta, gamma
 * @param levelWeights by level, what it weighs among all; empty where all weigh the same
 * @param student what its features become before they are compared
 */
public record StudentLoss(
        double temperature,
        LossWeights weights,
        Map<Level, Double> levelWeights,
        LabelLoss byLabels,
        TeacherTargets teacher,
        StudentFeatures student)
        implements BatchLoss {
    public static final String SOFT = "soft";

    /** Of a student whose features are as wide as the teacher's. */
    public StudentLoss(double temperature, LossWeights weights, LabelLoss byLabels, TeacherTargets teacher) {
        this(temperature, weights, Map.of(), byLabels, teacher, StudentFeatures.AS_THEY_ARE);
    }

    @Override
    public Optional<StateDict> learned() {
        return student.learned();
    }

    /** The name of a level's term. */
    public static String features(Level level) {
        return "features " + level;
    }

    @Override
    public LossTerms of(NetworkOutput output, ImageBatches.Images images, NDManager scope) {
        TeacherTargets.Targets targets = Autograd.withoutRecording(() -> teacher.of(images, scope));
        List<Term> terms = new ArrayList<>();
        terms.add(new Term(
                SOFT, weights.soft(), Losses.softCrossEntropy(output.logits(), targets.logits(), temperature)));
        for (Map.Entry<Level, NDArray> map : targets.maps().entrySet()) {
            terms.add(new Term(
                    features(map.getKey()),
                    featuresWeight(map.getKey(), targets.maps().size()),
                    Losses.meanSquaredError(
                            student.of(map.getKey(), inSizeOf(map.getValue(), output.at(map.getKey()))),
                            map.getValue())));
        }
        terms.add(new Term(
                LabelLoss.HARD,
                weights.hard(),
                byLabels.crossEntropy(output.logits(), images.arrays().labels())));
        return LossTerms.of(terms);
    }

    /** So that beta means the same whatever levels weigh. */
    private double featuresWeight(Level level, int levels) {
        if (levelWeights.isEmpty()) {
            return weights.features() / levels;
        }
        double all =
                levelWeights.values().stream().mapToDouble(Double::doubleValue).sum();
        return weights.features() * levelWeights.get(level) / all;
    }

    /** A student's map averaged to the size of the teacher's, (N, C, H, W) to (N, C, s, s); an embedding as it is. */
    private static NDArray inSizeOf(NDArray target, NDArray features) {
        Shape shape = target.getShape();
        return shape.dimension() == 4 ? Functional.averagePoolTo(features, Math.toIntExact(shape.get(2))) : features;
    }
}
