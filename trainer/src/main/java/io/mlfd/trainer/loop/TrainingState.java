package io.mlfd.trainer.loop;

import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Epoch;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything a checkpoint holds beside tensors, {@code state.json}. There is no generator state: all randomness is a
 * function of the step.
 *
 * @param step steps done
 * @param stepsPerEpoch as a check that the data are the same
 * @param running sums over the epoch that is under way
 * @param curve one entry per finished epoch
 * @param best empty before the first evaluation and where there is no validation split
 * @param attempts every process that trained, in order
 */
record TrainingState(
        int version,
        long step,
        int stepsPerEpoch,
        Sums running,
        List<Epoch> curve,
        Optional<Best> best,
        List<Attempt> attempts,
        long images,
        double seconds) {
    static final int VERSION = 1;

    TrainingState {
        curve = List.copyOf(curve);
        attempts = List.copyOf(attempts);
    }

    /** The best epoch so far, from 1; its weights lie beside this file. */
    record Best(int epoch, double accuracy) {}

    /**
     * Sums over the images of an epoch; divided at its end.
     *
     * @param classified images for which it is known whether they were classified rightly
     */
    record Sums(
            double loss,
            SortedMap<String, Double> terms,
            long images,
            long correct,
            long classified,
            double learningRate,
            double seconds) {
        static final Sums NONE = new Sums(0, new TreeMap<>(), 0, 0, 0, 0, 0);

        Sums {
            terms = new TreeMap<>(terms);
        }
    }

    static TrainingState fresh(int stepsPerEpoch) {
        return new TrainingState(VERSION, 0, stepsPerEpoch, Sums.NONE, List.of(), Optional.empty(), List.of(), 0, 0);
    }
}
