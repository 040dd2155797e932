package io.mlfd.trainer.stage;

import io.mlfd.contract.StageReport.Checkpoint;
import io.mlfd.contract.StageReport.Score;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Confusion;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a program has to say at its end; the rest of the result is known without it. Weights lie in the stage's folder under
 * the names of {@link io.mlfd.contract.VolumeLayout#weights}.
 *
 * @param attempts every process that trained, in order; empty where nothing was trained
 * @param checkpoint the newest checkpoint, empty where nothing was trained
 */
public record StageOutcome(
        List<Score> scores,
        List<Confusion> confusions,
        List<Epoch> curve,
        Optional<ModelSelection> selection,
        OptionalDouble imagesPerSecond,
        List<Attempt> attempts,
        Optional<Checkpoint> checkpoint) {
    public StageOutcome {
        scores = List.copyOf(scores);
        confusions = List.copyOf(confusions);
        curve = List.copyOf(curve);
        attempts = List.copyOf(attempts);
    }
}
