package io.mlfd.trainer.stage;

import io.mlfd.contract.StageReport.Selection;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.result.StageResult;
import java.nio.file.Path;

/** A stage whose folder is complete and whose digests hold. */
public record FinishedStage(Path folder, StageResult result) {
    /** The weights that other stages build on: the best where a validation split decided, otherwise the last. */
    public Path selectedWeights() {
        return weights(Selection.BEST);
    }

    /** The weight file of a selection; {@link StageResult#weights} says which there are. */
    public Path weights(Selection selection) {
        return folder.resolve(VolumeLayout.weights(selection));
    }
}
