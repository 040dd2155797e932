package io.mlfd.trainer.loop;

import io.mlfd.contract.StageReport.Checkpoint;
import io.mlfd.result.Score;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import io.mlfd.trainer.stage.StageOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A finished training. The task's state holds the last weights; the last and the best lie in the stage's folder.
 *
 * @param imagesPerSecond while training, evaluation and checkpoints left out
 * @param attempts every process that took part, this one last
 * @param firstStep when this process began to train, empty when there was nothing left to train
 */
public record Trained(
        List<Epoch> curve,
        ModelSelection selection,
        OptionalDouble imagesPerSecond,
        List<Attempt> attempts,
        Checkpoint checkpoint,
        Optional<Instant> firstStep) {
    public Trained {
        curve = List.copyOf(curve);
        attempts = List.copyOf(attempts);
    }

    /** What a stage has to say that trained, with what its evaluation on the test sets gave. */
    public StageOutcome outcome(List<Score> scores, List<Confusion> confusions) {
        return new StageOutcome(
                scores,
                confusions,
                curve,
                Optional.of(selection),
                imagesPerSecond,
                attempts,
                Optional.of(checkpoint),
                firstStep);
    }
}
