package io.mlfd.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a run has been under way. Stands still while the run is suspended: a limit on the run is about what it does, and
 * a run that slept for a week is not overdue when it is resumed.
 *
 * @param startedAt first decision about the run while it was not suspended
 * @param ran how long it was under way before {@code since}
 * @param since when the clock was last set going; empty while the run is suspended, and once it has ended
 */
public record RunClock(Instant startedAt, Duration ran, Optional<Instant> since) {
    public RunClock {
        if (ran.isNegative()) {
            throw new IllegalArgumentException("a run cannot have been under way for " + ran);
        }
    }

    /** A run that begins now. */
    public static RunClock start(Instant now) {
        return new RunClock(now, Duration.ZERO, Optional.of(now));
    }

    RunClock going(Instant now) {
        return since.isPresent() ? this : new RunClock(startedAt, ran, Optional.of(now));
    }

    RunClock standing(Instant now) {
        return since.isEmpty() ? this : new RunClock(startedAt, at(now), Optional.empty());
    }

    /** After a time in which nothing ran: it counts as if the clock had stood. */
    RunClock slept(Duration length) {
        return new RunClock(startedAt, ran, since.map(set -> set.plus(length)));
    }

    /** How long the run has been under way until now. */
    public Duration at(Instant now) {
        // Another operator may have set it going, by a clock that is a little ahead of this one.
        return since.filter(now::isAfter)
                .map(set -> ran.plus(Duration.between(set, now)))
                .orElse(ran);
    }

    /** The moment at which the run will have been under way for so long; empty while the clock stands. */
    Optional<Instant> reaches(Duration limit) {
        return since.map(set -> set.plus(limit).minus(ran));
    }
}
