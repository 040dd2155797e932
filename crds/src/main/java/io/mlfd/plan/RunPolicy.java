package io.mlfd.plan;

import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.OnDelete;
import io.mlfd.api.Retries;
import io.mlfd.api.Retries.Backoff;
import io.mlfd.api.Timeouts;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a run is driven: everything that may change while it runs.
 *
 * @param queue that Jobs are handed to from now on, empty for none
 * @param parallelism stages at once
 * @param failures attempts of a stage that may fail
 * @param disruptions attempts of a stage that may be lost in a row without a later checkpoint; empty for any number
 * @param backoffInitial wait after the first failure; doubles with each further one
 * @param pending how long a stage may wait for its pod to run, or a run for its volume
 * @param stage how long one attempt may run
 * @param lost how long a process may still be there after it should have been gone, before its attempt counts as lost
 * @param run how long the run may take, without the time during which it is suspended
 */
public record RunPolicy(
        boolean suspend,
        Optional<QueueChoice> queue,
        int parallelism,
        int failures,
        OptionalInt disruptions,
        Duration backoffInitial,
        Duration backoffMax,
        Duration pending,
        Duration stage,
        Duration lost,
        Duration run,
        OnDelete onDelete) {
    static final int PARALLELISM = 4;
    static final int FAILURES = 3;
    static final Duration BACKOFF_INITIAL = Duration.ofSeconds(10);
    static final Duration BACKOFF_MAX = Duration.ofMinutes(5);
    static final Duration PENDING = Duration.ofHours(1);
    static final Duration STAGE = Duration.ofHours(24);
    static final Duration LOST = Duration.ofMinutes(10);
    static final Duration RUN = Duration.ofDays(7);

    /** The policy of a spec that {@link Planner} found valid. */
    public static RunPolicy of(MLFDRunSpec spec) {
        Retries retries = spec.retries() == null ? new Retries(null, null, null) : spec.retries();
        Backoff backoff = retries.backoff() == null ? new Backoff(null, null) : retries.backoff();
        Timeouts timeouts = spec.timeouts() == null ? new Timeouts(null, null, null, null) : spec.timeouts();
        return new RunPolicy(
                spec.suspend() != null && spec.suspend(),
                QueueChoice.of(spec),
                orElse(spec.parallelism(), PARALLELISM),
                orElse(retries.failures(), FAILURES),
                retries.disruptions() == null ? OptionalInt.empty() : OptionalInt.of(retries.disruptions()),
                duration(backoff.initial(), BACKOFF_INITIAL),
                duration(backoff.max(), BACKOFF_MAX),
                duration(timeouts.pending(), PENDING),
                duration(timeouts.stage(), STAGE),
                duration(timeouts.lost(), LOST),
                duration(timeouts.run(), RUN),
                spec.retention() == null || spec.retention().onDelete() == null
                        ? OnDelete.DELETE
                        : spec.retention().onDelete());
    }

    /** The same for a run that is to stop. */
    public RunPolicy suspended() {
        return with(true, parallelism);
    }

    /** The same with another number of stages at once. */
    public RunPolicy atOnce(int stages) {
        return with(suspend, stages);
    }

    private RunPolicy with(boolean suspended, int stages) {
        return new RunPolicy(
                suspended,
                queue,
                stages,
                failures,
                disruptions,
                backoffInitial,
                backoffMax,
                pending,
                stage,
                lost,
                run,
                onDelete);
    }

    private static Duration duration(String text, Duration otherwise) {
        return text == null ? otherwise : Durations.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
    }

    private static int orElse(Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
