package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.result.Metric;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.loop.TrainingTask;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.List;
import java.util.Map;

/** One network on one data set: an expert or a student, depending on the loss. */
record ClassifierTask(
        Network network,
        String dataset,
        LoadedDataSet data,
        ImageBatches batches,
        BatchLoss batchLoss,
        Evaluator evaluator,
        NetworkMetadata description)
        implements TrainingTask {
    @Override
    public StateDict state() {
        return network.state();
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(long step, NDManager scope) {
        ImageBatches.Images images = batches.batch(step, scope);
        NetworkOutput output = network.forward(images.arrays().images(), Mode.TRAIN);
        return StepLoss.ofClassification(
                batchLoss.of(output, images, scope),
                output.logits(),
                images.arrays().labels());
    }

    @Override
    public List<Validation> validate() {
        return data.validation()
                .map(images -> evaluator
                        .evaluate(network, images, data.statistics(), LabelBlock.all(network.classes()))
                        .validation(dataset, Metric.TOP1))
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public Map<String, String> metadata() {
        return description.toMap();
    }
}
