package io.mlfd.trainer.time;

import java.time.Duration;

/**
 * How long this process has been running. It never goes back and never jumps, whatever is done to the clock on the wall:
 * every duration is a difference of two of these, and a clock is for moments only.
 */
@FunctionalInterface
public interface Ticker {
    Duration elapsed();

    /**
     * By the JVM's own monotonic time.
     *
     * @param passed how long the process has been running already
     */
    static Ticker startingAt(Duration passed) {
        long origin = System.nanoTime();
        return () -> passed.plusNanos(System.nanoTime() - origin);
    }
}
