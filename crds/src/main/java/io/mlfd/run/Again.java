package io.mlfd.run;

import io.mlfd.api.MLFDRunSpec.Rerun;
import io.mlfd.run.Action.Importance;
import io.mlfd.run.Action.Tell;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of which stages are to run again. What is done stays done unless it is named, and what is started again goes on from its
 * newest checkpoint; a finished folder that is still whole is found by its keys, and nothing trains twice.
 *
 * @param state from which the run goes on
 * @param tell what people are told
 */
public record Again(RunState state, Tell tell) {
    /** Stages that a message names. */
    private static final int NAMED = 5;

    /** Names that the run does not have are passed over, as are stages that are under way: the API server refuses both. */
    public static Again of(RunState before, Rerun asked) {
        Map<String, StageState> stages = new LinkedHashMap<>();
        List<String> again = new ArrayList<>();
        before.stages().forEach((name, state) -> {
            StageState next = isAsked(asked, name, state) ? waiting(state) : state;
            stages.put(name, next);
            if (next != state) {
                again.add(name);
            }
        });
        // The time that it took to fail is not held against it.
        Optional<RunClock> clock = before.ended()
                ? before.clock().map(ran -> new RunClock(ran.startedAt(), Duration.ZERO, Optional.empty()))
                : before.clock();
        return new Again(new RunState(stages, clock, Optional.empty(), Optional.empty()), tell(again));
    }

    private static boolean isAsked(Rerun asked, String name, StageState state) {
        boolean failed = state instanceof Failed || state instanceof BackingOff;
        return asked.stages().isEmpty() ? failed : asked.stages().contains(name) && (failed || state instanceof Done);
    }

    /** With fresh budgets. The number of an attempt that was made is not used again, since its Job may be there. */
    private static StageState waiting(StageState state) {
        Attempts old = state.attempts();
        int number = state instanceof BackingOff ? old.number() : old.number() + 1;
        return new Waiting(new Attempts(number, 0, 0, 0, old.checkpoint(), Optional.empty()));
    }

    private static Tell tell(List<String> stages) {
        return new Tell(
                Importance.NORMAL,
                "RunAgain",
                stages.size() + (stages.size() == 1 ? " stage is" : " stages are") + " started again: "
                        + String.join(", ", stages.subList(0, Math.min(NAMED, stages.size())))
                        + (stages.size() > NAMED ? ", …" : ""));
    }
}
