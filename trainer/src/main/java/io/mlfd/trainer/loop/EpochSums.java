package io.mlfd.trainer.loop;

import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sums over the images of an epoch; divided at its end.
 *
 * @param terms one that a step lacks counts as 0 there
 * @param classified images for which it is known whether they were classified rightly
 * @param learningRate of the last step, of the first optimiser
 */
record EpochSums(
        double loss,
        SortedMap<String, Double> terms,
        long images,
        long correct,
        long classified,
        double learningRate,
        double seconds) {
    static final EpochSums NONE = new EpochSums(0, new TreeMap<>(), 0, 0, 0, 0, 0);

    EpochSums {
        terms = new TreeMap<>(terms);
    }

    EpochSums plus(StepFigures step, double rate, double took) {
        SortedMap<String, Double> all = new TreeMap<>(terms);
        step.terms().forEach((name, value) -> all.merge(name, (double) value * step.images(), Double::sum));
        return new EpochSums(
                loss + step.loss() * step.images(),
                all,
                images + step.images(),
                correct + step.correct(),
                classified + step.classified(),
                rate,
                seconds + took);
    }

    Epoch epoch(int epoch, long step, List<Validation> validation) {
        Map<String, Double> means = new TreeMap<>();
        terms.forEach((name, sum) -> means.put(name, sum / images));
        OptionalDouble accuracy =
                classified == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) correct / classified);
        return new Epoch(epoch, step, learningRate, loss / images, means, accuracy, validation, seconds);
    }
}
