package io.mlfd.trainer.stage;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ContractJson.ContractException;
import io.mlfd.contract.Output;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Selection;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.storage.Manifest;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A stage whose folder is complete and whose digests hold. */
public record FinishedStage(Path folder, StageResult result) {
    private static final long MAX_RESULT_BYTES = 64L << 20;

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
     * @throws BadInputException naming the file, when it is not that of the stage
     * @throws StorageException when it cannot be read, which another attempt may not meet
     */
    static FinishedStage read(StoredFiles files, Path folder, String stage, String planKey, Manifest manifest) {
        Path file = folder.resolve(VolumeLayout.RESULT);
        StageResult result = parse(files, file);
        if (result.version() != StageResult.VERSION
                || !result.stage().equals(stage)
                || !result.planKey().equals(planKey)
                || !result.contentKey().equals(manifest.contentKey())) {
            throw new BadInputException(file + ": is the result of " + result.stage() + " " + result.planKey()
                    + ", version " + result.version() + ", needed is that of " + stage + " " + planKey + ", version "
                    + StageResult.VERSION);
        }
        return new FinishedStage(folder, result);
    }

    private static StageResult parse(StoredFiles files, Path file) {
        BasicFileAttributes found =
                files.find(file).orElseThrow(() -> new BadInputException(file + ": missing; run that stage again"));
        if (found.size() > MAX_RESULT_BYTES) {
            throw new BadInputException(file + ": larger than any result");
        }
        try {
            return new ContractJson().read(files.text(file), StageResult.class);
        } catch (ContractException | CharacterCodingException e) {
            throw new BadInputException(file + ": " + e.getMessage());
        }
    }
}
