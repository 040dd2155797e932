package io.mlfd.trainer.local;

import io.mlfd.plan.Plan;
import io.mlfd.plan.RunPolicy;
import io.mlfd.plan.Stage;
import java.util.OptionalInt;

/**
 * How a run is spread over the cores of this machine.
 *
 * @param cores that there are
 * @param threads per stage, where the command line says so
 * @param parallelism stages at once, where the command line says so
 */
public record CoreAllocation(int cores, OptionalInt threads, OptionalInt parallelism) {
    /** Stages at once: as many as the run wants and the cores carry. */
    public int parallelism(Plan plan, RunPolicy policy) {
        return parallelism.orElseGet(() -> Math.min(policy.parallelism(), Math.max(1, cores / widest(plan))));
    }

    private int widest(Plan plan) {
        return threads.orElseGet(() -> plan.stages().stream()
                .mapToInt(stage -> stage.threads().orElse(1))
                .max()
                .orElse(1));
    }

    /** Threads of a stage: the command line's, else its pod's, else an equal share of the cores. */
    int threads(Stage stage, int stagesAtOnce) {
        return threads.orElseGet(() -> stage.threads().orElse(Math.max(1, cores / stagesAtOnce)));
    }
}
