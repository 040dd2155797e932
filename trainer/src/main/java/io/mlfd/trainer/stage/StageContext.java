package io.mlfd.trainer.stage;

import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageOrder;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loop.LoopHost;
import io.mlfd.trainer.progress.ProgressReporter;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.time.Ticker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stage's program works with. Everything was checked: inputs are finished and their digests hold, data are loaded.
 *
 * @param runFolder the run's folder on the volume, which caches are kept in
 * @param folder this stage's own folder
 * @param contentKey names data and inputs as they are now
 * @param inputs in the order of the order
 * @param data every data set of the work, by name
 * @param clock for moments
 * @param ticker for durations
 * @param engine opened by what computes
 */
public record StageContext(
        StageOrder order,
        Path runFolder,
        StageFolder folder,
        String contentKey,
        List<FinishedStage> inputs,
        Map<String, LoadedDataSet> data,
        StopSignal stop,
        InstantSource clock,
        Ticker ticker,
        ProgressReporter progress,
        StageEngine engine)
        implements LoopHost {
    public StageContext {
        inputs = List.copyOf(inputs);
        data = Map.copyOf(data);
    }

    @Override
    public int attempt() {
        return order.attempt();
    }

    @Override
    public int checkpointSeconds() {
        return order.checkpointSeconds();
    }

    /** A data set of the work. */
    public LoadedDataSet data(String name) {
        LoadedDataSet found = data.get(name);
        if (found == null) {
            throw new IllegalArgumentException("data set " + name + " is not one of " + data.keySet());
        }
        return found;
    }

    /** The same with another data set of that name. */
    public StageContext with(String dataset, LoadedDataSet other) {
        Map<String, LoadedDataSet> others = new HashMap<>(data);
        others.put(dataset, other);
        return new StageContext(
                order, runFolder, folder, contentKey, inputs, others, stop, clock, ticker, progress, engine);
    }

    /** The first input of a kind that belongs to a data set; {@code dataset} is empty for the joint stage. */
    public FinishedStage input(StageKind kind, String dataset) {
        return inputs(kind, dataset).stream()
                .findFirst()
                .orElseThrow(() -> new BadOrderException("inputs: " + order.stage() + " needs a " + kind.label()
                        + " stage" + (dataset.isEmpty() ? "" : " of data set " + dataset)));
    }

    /** All inputs of a kind that belong to a data set, in the order of the order: several experts, say. */
    public List<FinishedStage> inputs(StageKind kind, String dataset) {
        return inputs.stream()
                .filter(input -> input.result().kind() == kind
                        && input.result().dataset().orElse("").equals(dataset))
                .toList();
    }

    /** Loads the native library and opens the engine on the order's device; the program closes it. */
    public TorchEngine openEngine() {
        return engine.open();
    }

    /**
     * The random numbers of the order's seed for one purpose. Stages that use the same purpose get the same numbers, which
     * is how variants of one student are compared in pairs.
     */
    public RandomKey random(String purpose) {
        return RandomKey.of(order.seed(), purpose);
    }
}
