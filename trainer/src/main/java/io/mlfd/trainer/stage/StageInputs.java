package io.mlfd.trainer.stage;

import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageOrder.StageInput;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.storage.Manifest;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What an order's inputs have left in the run's folder: other stages, which have to be finished. */
final class StageInputs {
    private final Path runFolder;
    private final StoredFiles files;
    private final Consumer<String> console;

    /** @param console is told of what was passed over in a result */
    StageInputs(Path runFolder, StoredFiles files, Consumer<String> console) {
        this.runFolder = runFolder;
        this.files = files;
        this.console = console;
    }

    /**
     * All inputs of an order, in its order.
     *
     * @throws BadInputException naming the stage and the file, when one is not finished or not what it was
     */
    List<FinishedStage> of(StageOrder order) {
        return order.inputs().stream().map(this::input).toList();
    }

    private FinishedStage input(StageInput input) {
        Path folder = StageFolder.inside(runFolder, VolumeLayout.stageFolder(input.stage(), input.planKey()));
        Manifest.Reading reading = Manifest.read(folder, files);
        if (reading instanceof Manifest.Complete complete) {
            return FinishedStage.read(files, folder, input.stage(), input.planKey(), complete.manifest(), console);
        }
        String problem = reading instanceof Manifest.Damaged damaged
                ? damaged.problem()
                : folder + ": has no " + VolumeLayout.MANIFEST + ", the stage is not finished";
        throw new BadInputException("input " + input.stage() + ": " + problem + "; run that stage again");
    }
}
