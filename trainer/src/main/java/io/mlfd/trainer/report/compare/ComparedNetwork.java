package io.mlfd.trainer.report.compare;

import io.mlfd.contract.Training;
import io.mlfd.result.ResultTable.Cell;
import io.mlfd.result.ResultTable.Gain;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A network of a run, for one data set: what it can do, and what it takes.
 *
 * @param method as the report of the run calls it
 * @param network what it is in the method, as {@code Branch 1}
 * @param accuracy of the weights of the last epoch
 * @param gain over the same network with labels only, where the run has it
 * @param time of the stage that trains it and of all that it builds on, mean over seeds
 * @param parameters in its file; empty where it leaves none
 * @param training of the stage that trains it
 */
public record ComparedNetwork(
        String run,
        String method,
        String network,
        Cell accuracy,
        Optional<Gain> gain,
        Duration time,
        OptionalLong parameters,
        Training training) {}
