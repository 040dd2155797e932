package io.mlfd.trainer.stop;

/**
 * Whether this process was asked to stop. Polled in every loop that lasts: training steps, evaluation and cache batches,
 * files being listed and images being loaded. Cheap enough for each of them.
 */
@FunctionalInterface
public interface StopSignal {
    boolean requested();

    /** @throws StoppedException when a stop was requested */
    default void check() {
        if (requested()) {
            throw new StoppedException();
        }
    }

    /** A signal that never comes. */
    static StopSignal never() {
        return () -> false;
    }
}
