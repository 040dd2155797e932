package io.mlfd.trainer.loop;

import io.mlfd.contract.StageReport.Checkpoint;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A finished training. The learner's state holds the last weights; the last and the best lie in the host's
 * folder.
 *
 * @param imagesPerSecond while training, evaluation and checkpoints left out
 * @param weights every file of weights that was written
 * @param attempts every process that took part, this one last
 * @param firstStep how long this process had been running when it began to train, empty when there was nothing left to train
 */
public record Trained(
        List<Epoch> curve,
        ModelSelection selection,
        OptionalDouble imagesPerSecond,
        List<WeightsFile> weights,
        List<Attempt> attempts,
        Checkpoint checkpoint,
        Optional<Duration> firstStep) {
    public Trained {
        curve = List.copyOf(curve);
        weights = List.copyOf(weights);
        attempts = List.copyOf(attempts);
    }
}
