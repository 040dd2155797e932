package io.mlfd.plan;

import io.mlfd.contract.DatasetWork;
import io.mlfd.result.Comparisons;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The graph of stages of a run.
 *
 * @param run name of the run
 * @param stages every stage after its inputs
 * @param checkpointSeconds at most this much time between two checkpoints of a stage
 * @param datasets rows of the result table
 * @param comparisons what the result table compares
 */
public record Plan(
        String run, List<Stage> stages, int checkpointSeconds, List<DatasetWork> datasets, Comparisons comparisons) {
    public Plan {
        stages = List.copyOf(stages);
        datasets = List.copyOf(datasets);
    }

    /** @throws NoSuchElementException when there is no such stage */
    public Stage stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no stage " + name + " in run " + run));
    }
}
