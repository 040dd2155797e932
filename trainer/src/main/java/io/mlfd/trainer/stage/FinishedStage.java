package io.mlfd.trainer.stage;

import io.mlfd.contract.Output;
import io.mlfd.contract.VersionedJson;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.storage.Manifest;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.StoredJson;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A stage whose folder is complete and whose digests hold. */
public record FinishedStage(Path folder, StageResult result) {
    private static final StoredJson<StageResult> RESULTS =
            new StoredJson<>(VersionedJson.of(StageResult.class, StageResult.VERSION), 64L << 20);

    /** The weights that other stages build on: the best where a validation split decided, otherwise the last. */
    public Path selectedWeights() {
        return weights(Selection.BEST);
    }

    /** The weight file of a selection; {@link StageResult#weights} says which there are. */
    public Path weights(Selection selection) {
        return weights(Output.ONLY, selection);
    }

    /** The same of one of several networks. */
    public Path weights(String output, Selection selection) {
        return folder.resolve(VolumeLayout.weights(output, selection));
    }

    /**
     * Reads the result of a folder whose digests hold.
     *
     * @param console is told of fields that a later release wrote and that are passed over
     * @throws BadInputException naming the file, when it is not that of the stage
     * @throws StorageException when it cannot be read, which another attempt may not meet
     */
    public static FinishedStage read(
            StoredFiles files, Path folder, String stage, String planKey, Manifest manifest, Consumer<String> console) {
        Path file = folder.resolve(VolumeLayout.RESULT);
        StageResult result = RESULTS.read(files, file)
                .fold(
                        known -> {
                            if (!known.unknown().isEmpty()) {
                                console.accept(file + ": " + known.problem());
                            }
                            return known.value();
                        },
                        other -> refuse(file, other.problem()),
                        damaged -> refuse(file, damaged.problem()));
        if (!result.stage().equals(stage)
                || !result.planKey().equals(planKey)
                || !result.contentKey().equals(manifest.contentKey())) {
            throw new BadInputException(file + ": is the result of " + result.stage() + " " + result.planKey()
                    + ", needed is that of " + stage + " " + planKey);
        }
        return new FinishedStage(folder, result);
    }

    private static StageResult refuse(Path file, String problem) {
        throw new BadInputException(file + ": " + problem
                + "; go on with the release that wrote it, or remove its folder to train that stage anew");
    }
}
