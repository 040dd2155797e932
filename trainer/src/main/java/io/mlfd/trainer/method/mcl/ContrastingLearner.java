package io.mlfd.trainer.method.mcl;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.mcl.TrainContrastingPeers;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.MemberArtifacts;
import java.util.List;

/**
 * Networks with their heads, trained in one phase by one optimiser. Training accuracy and best epoch are those of the first,
 * the data set's own network.
 *
 * @param batches of pairs
 */
record ContrastingLearner(
        TrainContrastingPeers work,
        ContrastingNetworks networks,
        LoadedDataSet data,
        ImageBatches batches,
        Evaluator evaluator)
        implements Learner {
    @Override
    public StateDict state() {
        return networks.state();
    }

    @Override
    public List<Optimised> optimised() {
        return Optimised.all(networks.state(), work.training());
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        BatchArrays batch = batches.batch(step, scope).arrays();
        ContrastingNetworks.Outputs outputs = networks.forward(batch.images());
        return StepLoss.ofClassification(
                MutualContrast.of(work, batches.labelLoss()).of(outputs, batch.labels()),
                outputs.logits().get(0),
                batch.labels());
    }

    @Override
    public List<Validation> validate() {
        return evaluator.validate(networks.peers().get(0), work.dataset().name(), data);
    }

    /** Networks of their own, without heads. */
    @Override
    public List<Artifact> artifacts() {
        return MemberArtifacts.of(work.members(), networks.peers(), work.inputSize(), data);
    }
}
