package io.mlfd.operator.metrics;

import io.mlfd.run.StageState;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Queued;
import io.mlfd.run.StageState.StopReason;
import io.mlfd.run.StageState.Stopping;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long an attempt was in a state that it has left now. Times come from what status remembers, so another operator than the one
 * that saw it begin counts the same; and each is counted when it ends, so none is counted twice.
 */
final class StageTimes {
    /** What an attempt may be, as the metric has it. */
    enum In {
        QUEUED("queued"),
        PENDING("pending"),
        RUNNING("running"),
        /** Has run for nothing; counts as running too. */
        LOST("lost");

        private final String label;

        In(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private final StageState before;
    private final StageState after;
    private final Instant now;

    private StageTimes(StageState before, StageState after, Instant now) {
        this.before = before;
        this.after = after;
        this.now = now;
    }

    /** Nothing for what goes on. */
    static Map<In, Duration> between(StageState before, StageState after, Instant now) {
        return new StageTimes(before, after, now).spent();
    }

    private Map<In, Duration> spent() {
        Map<In, Duration> spent = new EnumMap<>(In.class);
        if (before instanceof Queued queued && !(after instanceof Queued && isSameAttempt())) {
            add(spent, In.QUEUED, queued.since(), leftQueue());
        }
        waited().ifPresent(since -> add(spent, In.PENDING, since, began(after).orElse(now)));
        ran().ifPresent(since -> {
            Instant end = after instanceof Done done ? done.completedAt() : now;
            add(spent, In.RUNNING, since, end);
            if (inVain()) {
                add(spent, In.LOST, since, end);
            }
        });
        return spent;
    }

    private boolean isSameAttempt() {
        return before.attempts().number() == after.attempts().number();
    }

    private Instant leftQueue() {
        return after instanceof Active active ? active.runningSince().orElse(active.since()) : now;
    }

    /** Since when it waited for its pod, where it did and does no longer. */
    private Optional<Instant> waited() {
        if (before instanceof Active active && active.runningSince().isEmpty()) {
            boolean goesOn = after instanceof Active next && next.runningSince().isEmpty() && isSameAttempt();
            return goesOn ? Optional.empty() : Optional.of(active.since());
        }
        boolean unseen = before.waits()
                && after instanceof Active next
                && next.runningSince().isPresent();
        return unseen ? Optional.of(((Active) after).since()) : Optional.empty();
    }

    /** Since when it ran, where it did and does no longer. */
    private Optional<Instant> ran() {
        if (before instanceof Active active && active.runningSince().isPresent()) {
            boolean goesOn = after instanceof Active next && next.runningSince().isPresent() && isSameAttempt();
            return goesOn ? Optional.empty() : active.runningSince();
        }
        boolean unseen = after instanceof Done && !(before instanceof Done) && !(before instanceof Stopping);
        return unseen ? began(after) : Optional.empty();
    }

    private static Optional<Instant> began(StageState state) {
        if (state instanceof Active active) {
            return active.runningSince();
        }
        return state instanceof Done done ? done.startedAt() : Optional.empty();
    }

    private boolean inVain() {
        return after instanceof Failed
                || after.attempts().failures() > before.attempts().failures()
                || (after.attempts().number() > before.attempts().number()
                        && after.attempts().inVain() > before.attempts().inVain())
                || (after instanceof Stopping stopping && stopping.reason() == StopReason.TIMED_OUT);
    }

    private static void add(Map<In, Duration> spent, In state, Instant since, Instant end) {
        if (end.isAfter(since)) {
            spent.put(state, Duration.between(since, end));
        }
    }
}
