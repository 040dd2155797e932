package io.mlfd.trainer.stage;

import io.mlfd.trainer.stop.StoppedException;

/** What one kind of work does. All its files are written through the context's folder. */
@FunctionalInterface
public interface StageProgram {
    /**
     * Does the whole work, going on from the newest checkpoint where there is one.
     *
     * @throws StoppedException after a checkpoint, when the stop signal came
     */
    StageOutcome run(StageContext context);
}
