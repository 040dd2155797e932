package io.mlfd.trainer.method.mlfd;

import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.data.StratifiedFolds;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.supervised.TrainFoldProgram;
import java.util.Optional;

/**
 * Which of a data set's fold experts has not learned from an image.
 *
 * @param folds of the train images; empty where the expert is fused as it is
 */
record HeldOut(Optional<StratifiedFolds> folds) {
    static final HeldOut NONE = new HeldOut(Optional.empty());

    static HeldOut of(StageContext context, JointShape shape, String dataset) {
        return shape.foldsOf(dataset).stream()
                .mapToObj(folds -> new HeldOut(Optional.of(TrainFoldProgram.folds(context, dataset, folds))))
                .findFirst()
                .orElse(NONE);
    }

    /** By image its fold, from 0; empty for images that no expert has learned from. */
    Optional<int[]> of(Split split, int[] images) {
        return split == Split.TRAIN ? folds.map(known -> known.of(images)) : Optional.empty();
    }
}
