package io.mlfd.trainer.stage;

import io.mlfd.contract.StageReport.Checkpoint;
import io.mlfd.result.Score;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a program has to say at its end; the rest of the result is known without it. Weights lie in the stage's folder under
 * the names of {@link io.mlfd.contract.VolumeLayout#weights}.
 *
 * @param attempts every process that trained, in order; empty where nothing was trained
 * @param checkpoint the newest checkpoint, empty where nothing was trained
 * @param firstStep when this process began to train, empty where it did not
 */
public record StageOutcome(
        List<Score> scores,
        List<Confusion> confusions,
        List<Epoch> curve,
        Optional<ModelSelection> selection,
        OptionalDouble imagesPerSecond,
        List<Attempt> attempts,
        Optional<Checkpoint> checkpoint,
        Optional<Instant> firstStep) {
    public StageOutcome {
        scores = List.copyOf(scores);
        confusions = List.copyOf(confusions);
        curve = List.copyOf(curve);
        attempts = List.copyOf(attempts);
    }

    /** That of a stage that trained nothing. */
    public static StageOutcome withoutTraining(List<Score> scores, List<Confusion> confusions) {
        return new StageOutcome(
                scores,
                confusions,
                List.of(),
                Optional.empty(),
                OptionalDouble.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
