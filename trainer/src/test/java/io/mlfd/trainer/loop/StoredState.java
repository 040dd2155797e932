package io.mlfd.trainer.loop;

import io.mlfd.contract.ContractJson;
import io.mlfd.trainer.result.StageResult.Attempt;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.stored.StoredFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** A checkpoint's state in the middle of an epoch. */
public final class StoredState implements StoredFormat {
    @Override
    public String file() {
        return "checkpoint/" + LoopCheckpoints.STATE;
    }

    @Override
    public String written() {
        Epoch epoch = new Epoch(
                1,
                4,
                0.003,
                1.25,
                Map.of("labels", 1.25),
                OptionalDouble.of(0.5),
                List.of(new Validation("coins", 3, 4, 0.75)),
                2.5);
        return new ContractJson()
                .write(new TrainingState(
                        TrainingState.VERSION,
                        6,
                        4,
                        new EpochSums(2.5, new TreeMap<>(Map.of("labels", 2.5)), 16, 9, 16, 0.002, 1.5),
                        List.of(epoch),
                        Optional.of(new TrainingState.Best(1, 0.75)),
                        List.of(new Attempt(1, "2026-03-01T09:00:00Z", 0), new Attempt(2, "2026-03-01T09:05:00Z", 4)),
                        48,
                        4));
    }

    @Override
    public Optional<String> refusal(Path file) {
        return Optional.of(TrainingState.STORED.read(StoredFiles.local(), file).problem())
                .filter(problem -> !problem.isEmpty());
    }
}
