package io.mlfd.trainer.stage;

import io.mlfd.contract.StageReport.Checkpoint;
import io.mlfd.trainer.loop.Trained;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.result.TestResults;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a program has to say at its end; the rest of the result is known without it.
 *
 * @param weights the files of weights that lie in the stage's folder
 * @param attempts every process that trained, in order; empty where nothing was trained
 * @param checkpoint the newest checkpoint, empty where nothing was trained
 * @param firstStep how long this process had been running when it began to train, empty where it did not
 */
public record StageOutcome(
        TestResults tests,
        List<Epoch> curve,
        Optional<ModelSelection> selection,
        OptionalDouble imagesPerSecond,
        List<WeightsFile> weights,
        List<Attempt> attempts,
        Optional<Checkpoint> checkpoint,
        Optional<Duration> firstStep) {
    public StageOutcome {
        curve = List.copyOf(curve);
        weights = List.copyOf(weights);
        attempts = List.copyOf(attempts);
    }

    /** That of a stage that trained, with what its evaluation on the test sets gave. */
    public static StageOutcome of(Trained trained, TestResults tests) {
        return new StageOutcome(
                tests,
                trained.curve(),
                Optional.of(trained.selection()),
                trained.imagesPerSecond(),
                trained.weights(),
                trained.attempts(),
                Optional.of(trained.checkpoint()),
                trained.firstStep());
    }

    /** That of a stage that trained nothing. {@code weights}: that it was given and leaves */
    public static StageOutcome withoutTraining(TestResults tests, List<WeightsFile> weights) {
        return new StageOutcome(
                tests,
                List.of(),
                Optional.empty(),
                OptionalDouble.empty(),
                weights,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
