package io.mlfd.trainer.loop;

import io.mlfd.trainer.progress.ProgressReporter;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.time.Ticker;
import java.time.InstantSource;

/** What a training needs of whatever it is part of. */
public interface LoopHost {
    /** Where checkpoints, metrics and weights go. */
    StageFolder folder();

    /** Names data and inputs as they are now; a checkpoint of others is refused. */
    String contentKey();

    /** Polled between steps. */
    StopSignal stop();

    /** For moments. */
    InstantSource clock();

    /** For durations. */
    Ticker ticker();

    ProgressReporter progress();

    /** The number of this process among those that work on the training, from 1. */
    int attempt();

    /** The time after which a checkpoint is due. */
    int checkpointSeconds();
}
