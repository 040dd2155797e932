package io.mlfd.trainer.method.pcl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.pcl.TrainCollaborators;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.Autograd;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Peers and the classifier over them, trained in one phase by one optimiser; after every step the running averages follow.
 * The training accuracy is that of the first peer, on the view that the network alone sees; the best epoch that of its running
 * average, which is what the method is for.
 *
 * @param batches with as many views as the work has
 */
record CollaborativeLearner(
        TrainCollaborators work,
        CollaboratingPeers networks,
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
        List<BatchArrays> seen = batches.views(step, scope).stream()
                .map(ImageBatches.Images::arrays)
                .toList();
        List<NDArray> views = IntStream.range(0, work.peers())
                .mapToObj(peer -> seen.get(peer % work.views()).images())
                .toList();
        NDArray labels = seen.get(0).labels();
        List<NDArray> averages = Autograd.withoutRecording(() -> networks.averaged(views));
        PeerLogits logits = networks.train(views);
        int epoch = Math.toIntExact(step / stepsPerEpoch());
        return StepLoss.ofClassification(
                CollaborativeLoss.of(work, batches.labelLoss()).of(logits, averages, labels, epoch),
                logits.peers().get(0),
                labels);
    }

    @Override
    public void stepped(long step, NDManager scope) {
        networks.stepped(step, scope);
    }

    @Override
    public List<Validation> validate() {
        return evaluator.validate(networks.averages().get(0), work.dataset().name(), data);
    }

    /** Every averaged peer that is left, as a network of its own; of the whole method the first peer and the ensemble too. */
    @Override
    public List<Artifact> artifacts() {
        List<Artifact> artifacts =
                new ArrayList<>(MemberArtifacts.of(work.averagedPeers(), networks.averages(), work.inputSize(), data));
        if (work.variant().control().isEmpty()) {
            artifacts.addAll(MemberArtifacts.of(List.of(work.firstPeer()), networks.online(), work.inputSize(), data));
            artifacts.add(Artifact.member(
                    work.ensemble().id(),
                    networks.ensemble(),
                    EnsembleMetadata.of(work, data).toMap()));
        }
        return artifacts;
    }
}
