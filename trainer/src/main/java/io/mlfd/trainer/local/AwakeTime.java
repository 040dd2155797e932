package io.mlfd.trainer.local;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells sleep from running, for a loop that looks at the clock all the time: what lies between two looks, and is far longer than
 * its pause, was sleep of the machine, or this process was stopped, and its children with it. A clock that is set forward looks
 * the same, and is no running time either.
 */
final class AwakeTime {
    /** No look takes as long: waiting for a slow disk is part of it. */
    static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

    private Instant last;
    private Duration awake = Duration.ZERO;

    /** @param start when the loop begins */
    AwakeTime(Instant start) {
        this.last = start;
    }

    /** What of the time since the last look was sleep; nothing as a rule. */
    Duration look(Instant now) {
        Duration slept = asleep(last, now);
        Duration passed = Duration.between(last, now).minus(slept);
        awake = passed.isNegative() ? awake : awake.plus(passed);
        last = now;
        return slept;
    }

    /** How long the loop was awake, up to the last look. */
    Duration elapsed() {
        return awake;
    }

    private static Duration asleep(Instant before, Instant now) {
        Duration gap = Duration.between(before, now);
        return gap.compareTo(LONGEST_LOOK) > 0 ? gap : Duration.ZERO;
    }
}
