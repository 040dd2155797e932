package io.mlfd.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What follows from a look at a run.
 *
 * @param next the state after the actions; it is stored only after they were done, so that a crash in between does them
 *     again
 * @param wakeUp when to look again although nothing was seen to change
 */
public record Decision(RunState next, List<Action> actions, Optional<Instant> wakeUp) {
    public Decision {
        actions = List.copyOf(actions);
    }

    /** The same after another action. */
    public Decision after(Action first) {
        return new Decision(
                next, Stream.concat(Stream.of(first), actions.stream()).toList(), wakeUp);
    }
}
