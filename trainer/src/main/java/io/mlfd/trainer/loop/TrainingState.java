package io.mlfd.trainer.loop;

import io.mlfd.contract.VersionedJson;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.storage.StoredJson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

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
 * @param seconds of training, evaluation and checkpoints left out
 */
record TrainingState(
        int version,
        long step,
        int stepsPerEpoch,
        EpochSums running,
        List<Epoch> curve,
        Optional<Best> best,
        List<Attempt> attempts,
        long images,
        double seconds) {
    static final int VERSION = 1;

    /** A thousand epochs of a hundred data sets and more. */
    static final StoredJson<TrainingState> STORED =
            new StoredJson<>(VersionedJson.of(TrainingState.class, VERSION), 64L << 20);

    TrainingState {
        curve = List.copyOf(curve);
        attempts = List.copyOf(attempts);
    }

    /** The best epoch so far, from 1; its weights lie beside this file. */
    record Best(int epoch, double accuracy) {}

    static TrainingState fresh(int stepsPerEpoch) {
        return new TrainingState(
                VERSION, 0, stepsPerEpoch, EpochSums.NONE, List.of(), Optional.empty(), List.of(), 0, 0);
    }

    TrainingState begun(Attempt attempt) {
        return new TrainingState(
                version, step, stepsPerEpoch, running, curve, best, append(attempts, attempt), images, seconds);
    }

    /** After one more step, which took so many seconds. */
    TrainingState stepped(StepFigures figures, double learningRate, double took) {
        return new TrainingState(
                version,
                step + 1,
                stepsPerEpoch,
                running.plus(figures, learningRate, took),
                curve,
                best,
                attempts,
                images + figures.images(),
                seconds + took);
    }

    /** Whether the steps of an epoch are done and it is not in the curve yet. */
    boolean epochIsDue() {
        return curve.size() < step / stepsPerEpoch;
    }

    /** After the end of an epoch; it is the best one where its accuracy is higher than that of all before. */
    TrainingState epochEnded(List<Validation> validation) {
        Epoch epoch = running.epoch(curve.size() + 1, step, validation);
        // Data sets count alike, however many images they have.
        OptionalDouble accuracy =
                validation.stream().mapToDouble(Validation::top1).average();
        boolean better = accuracy.isPresent()
                && (best.isEmpty() || accuracy.getAsDouble() > best.get().accuracy());
        return new TrainingState(
                version,
                step,
                stepsPerEpoch,
                EpochSums.NONE,
                append(curve, epoch),
                better ? Optional.of(new Best(epoch.epoch(), accuracy.getAsDouble())) : best,
                attempts,
                images,
                seconds);
    }

    /** The epoch that ended last. */
    Epoch lastEpoch() {
        return curve.get(curve.size() - 1);
    }

    /** Whether the epoch that ended last is the best so far. */
    boolean endedBest() {
        return best.isPresent() && best.get().epoch() == curve.size();
    }

    OptionalDouble imagesPerSecond() {
        return seconds > 0 ? OptionalDouble.of(images / seconds) : OptionalDouble.empty();
    }

    private static <T> List<T> append(List<T> list, T last) {
        return Stream.concat(list.stream(), Stream.of(last)).toList();
    }
}
