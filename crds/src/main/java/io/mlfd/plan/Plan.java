package io.mlfd.plan;

import java.util.List;
import java.util.NoSuchElementException;

/**
 * The graph of stages of a run.
 *
 * @param run name of the run
 * @param stages every stage after its inputs
 * @param checkpointSeconds at most this much time between two checkpoints of a stage
 */
public record Plan(String run, List<Stage> stages, int checkpointSeconds) {
    /**
     * Raised whenever the same work gives other numbers (a loss, an initialisation, an augmentation changed), so that
     * results of different numerics never mix.
     */
    public static final int NUMERICS_VERSION = 2;

    public Plan {
        stages = List.copyOf(stages);
    }

    /** @throws NoSuchElementException when there is no such stage */
    public Stage stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no stage " + name + " in run " + run));
    }
}
