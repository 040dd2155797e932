package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.List;

/** One network on one data set: an expert or a student, depending on the loss. */
record ClassifierLearner(
        Network network,
        String dataset,
        LoadedDataSet data,
        Training training,
        ImageBatches batches,
        BatchLoss batchLoss,
        Evaluator evaluator,
        NetworkMetadata description)
        implements Learner {
    @Override
    public StateDict state() {
        return batchLoss.learned().map(network.state()::with).orElseGet(network::state);
    }

    @Override
    public List<Optimised> optimised() {
        return Optimised.all(state(), training);
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        ImageBatches.Images images = batches.batch(step, scope);
        NetworkOutput output = network.forward(images.arrays().images(), Mode.TRAIN);
        return StepLoss.ofClassification(
                batchLoss.of(output, images, scope),
                output.logits(),
                images.arrays().labels());
    }

    @Override
    public List<Validation> validate() {
        return evaluator.validate(network, dataset, data);
    }

    @Override
    public List<Artifact> artifacts() {
        return List.of(Artifact.whole(network.state(), description.toMap()));
    }
}
