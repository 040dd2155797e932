package io.mlfd.trainer.stage;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ContractJson.ContractException;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageOrder.StageInput;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.storage.Manifest;
import io.mlfd.trainer.storage.StageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads what other stages of the run have left. */
final class FinishedStages {
    private static final long MAX_RESULT_BYTES = 64L << 20;

    private final Path runFolder;

    FinishedStages(Path runFolder) {
        this.runFolder = runFolder;
    }

    /**
     * All inputs of an order, in its order.
     *
     * @throws BadInputException naming the stage and the file, when one is not finished or not what it was
     */
    List<FinishedStage> inputs(StageOrder order) {
        return order.inputs().stream().map(this::input).toList();
    }

    private FinishedStage input(StageInput input) {
        Path folder = StageFolder.inside(runFolder, VolumeLayout.stageFolder(input.stage(), input.planKey()));
        Manifest.Reading reading = Manifest.read(folder);
        if (reading instanceof Manifest.Complete complete) {
            return read(folder, input.stage(), input.planKey(), complete.manifest());
        }
        String problem = reading instanceof Manifest.Damaged damaged
                ? damaged.problem()
                : folder + ": has no " + VolumeLayout.MANIFEST + ", the stage is not finished";
        throw new BadInputException("input " + input.stage() + ": " + problem + "; run that stage again");
    }

    /** The record of a folder whose digests hold. */
    static FinishedStage read(Path folder, String stage, String planKey, Manifest manifest) {
        Path file = folder.resolve(VolumeLayout.RESULT);
        StageResult result = parse(file);
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

    private static StageResult parse(Path file) {
        try {
            if (Files.size(file) > MAX_RESULT_BYTES) {
                throw new BadInputException(file + ": larger than any result");
            }
            return new ContractJson().read(Files.readString(file), StageResult.class);
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read: " + e.getMessage());
        } catch (ContractException e) {
            throw new BadInputException(file + ": " + e.getMessage());
        }
    }
}
