package io.mlfd.trainer.stage;

/**
 * Whether this process was asked to stop. Polled in every loop that lasts: training steps, evaluation and cache batches,
 * images being loaded. Cheap enough for each of them.
 */
@FunctionalInterface
public interface StopSignal extends io.mlfd.trainer.data.StopSignal {
    boolean requested();

    @Override
    default boolean stopRequested() {
        return requested();
    }

    /** @throws StoppedException when a stop was requested */
    @Override
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
