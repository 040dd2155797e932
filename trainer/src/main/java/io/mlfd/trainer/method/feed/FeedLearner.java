package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDArray;
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
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.NetworkMetadata;
import java.util.List;

/**
 * The student with its translators: two optimisers of the same settings that move together, each over its own parameters.
 * The student alone is validated and left.
 */
record FeedLearner(
        Network network,
        Translators translators,
        FeedLoss feedLoss,
        String dataset,
        LoadedDataSet data,
        Training training,
        ImageBatches batches,
        Evaluator evaluator,
        NetworkMetadata description)
        implements Learner {
    @Override
    public StateDict state() {
        return network.state().with(translators.state());
    }

    @Override
    public List<Optimised> optimised() {
        return List.of(optimised("student", network.state()), optimised("translators", translators.state()));
    }

    private Optimised optimised(String name, StateDict state) {
        return new Optimised(name, state.parameters(), training.optimizer(), training.schedule());
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        ImageBatches.Images batch = batches.batch(step, scope);
        NDArray images = batch.arrays().images();
        NDArray labels = batch.arrays().labels();
        NetworkOutput output = network.forward(images, Mode.TRAIN);
        return StepLoss.ofClassification(feedLoss.of(output, images, labels), output.logits(), labels);
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
