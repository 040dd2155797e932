package io.mlfd.trainer.method.dml;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Output;
import io.mlfd.contract.Training;
import io.mlfd.contract.dml.TrainPeers;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.MemberArtifacts;
import java.util.ArrayList;
import java.util.List;

/**
 * Peers, trained in one phase: all predict, then each is moved by an optimiser of its own. Training accuracy and best epoch
 * are those of the first, the data set's own network, as they are of the same network alone.
 */
record MutualLearner(
        TrainPeers work, PeerNetworks networks, LoadedDataSet data, ImageBatches batches, Evaluator evaluator)
        implements Learner {
    @Override
    public StateDict state() {
        return networks.state();
    }

    @Override
    public List<Optimised> optimised() {
        Training training = work.training();
        List<Output> outputs = work.peers();
        List<Optimised> optimised = new ArrayList<>();
        for (Network peer : networks.peers()) {
            optimised.add(new Optimised(
                    outputs.get(optimised.size()).id(),
                    peer.state().parameters(),
                    training.optimizer(),
                    training.schedule()));
        }
        return optimised;
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        BatchArrays batch = batches.batch(step, scope).arrays();
        List<NDArray> logits = networks.forward(batch.images(), Mode.TRAIN);
        return StepLoss.ofClassification(
                MutualLoss.of(work, batches.labelLoss()).of(logits, batch.labels()), logits.get(0), batch.labels());
    }

    @Override
    public List<Validation> validate() {
        return evaluator.validate(networks.peers().get(0), work.dataset().name(), data);
    }

    /** Every peer as a network of its own. */
    @Override
    public List<Artifact> artifacts() {
        return MemberArtifacts.of(work.peers(), networks.peers(), work.inputSize(), data);
    }
}
