package io.mlfd.trainer.local;

import io.mlfd.run.RunState;
import java.util.List;

/**
 * How a call ended.
 *
 * @param exit exit status for the whole: that of the first stage that failed, as far as it is in the table
 * @param failures one line per stage that was given up
 */
public record RunOutcome(int exit, RunState state, List<String> failures) {
    public RunOutcome {
        failures = List.copyOf(failures);
    }
}
