package io.mlfd.trainer.stage;

import io.mlfd.trainer.stop.StopSignal;
import java.util.Optional;

/**
 * Asks whether to stop, and shows by that that the stage is alive: whoever computes, caches, evaluates or reads asks in every
 * step, batch and image, also where it has no progress to report.
 */
final class Heartbeat implements StopSignal {
    private final StopSignal stop;
    private Optional<FolderProgress> progress = Optional.empty();

    Heartbeat(StopSignal stop) {
        this.stop = stop;
    }

    /** From now on it shows. */
    void showsIn(FolderProgress where) {
        progress = Optional.of(where);
    }

    @Override
    public boolean requested() {
        progress.ifPresent(FolderProgress::alive);
        return stop.requested();
    }
}
