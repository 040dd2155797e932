package io.mlfd.trainer.data;

import java.util.concurrent.CancellationException;

/** Asked between any two images whether to go on. */
@FunctionalInterface
public interface StopSignal {

    /** For callers that cannot be stopped. */
    StopSignal NEVER = () -> false;

    /** Whether the work is to end now. */
    boolean stopRequested();

    /** Ends the work, when that is wanted. */
    default void check() {
        if (stopRequested()) {
            throw new CancellationException("stopped while preparing data");
        }
    }
}
