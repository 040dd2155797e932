package io.mlfd.trainer.loop;

import io.mlfd.trainer.loop.TrainingState.Sums;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums up an epoch step by step. */
final class EpochMeter {
    private Sums sums;

    EpochMeter(Sums sums) {
        this.sums = sums;
    }

    void add(StepLoss step, LossTerms.Values values, double learningRate, double seconds) {
        SortedMap<String, Double> terms = new TreeMap<>(sums.terms());
        values.terms().forEach((name, value) -> terms.merge(name, (double) value * step.images(), Double::sum));
        sums = new Sums(
                sums.loss() + (double) values.total() * step.images(),
                terms,
                sums.images() + step.images(),
                sums.correct() + step.correct().orElse(0),
                sums.classified() + (step.correct().isPresent() ? step.images() : 0),
                learningRate,
                sums.seconds() + seconds);
    }

    Sums sums() {
        return sums;
    }

    void reset() {
        sums = Sums.NONE;
    }

    Epoch epoch(int epoch, long step, List<Validation> validation) {
        Map<String, Double> terms = new TreeMap<>();
        sums.terms().forEach((name, sum) -> terms.put(name, sum / sums.images()));
        OptionalDouble accuracy = sums.classified() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) sums.correct() / sums.classified());
        return new Epoch(
                epoch,
                step,
                sums.learningRate(),
                sums.loss() / sums.images(),
                terms,
                accuracy,
                validation,
                sums.seconds());
    }
}
