package io.mlfd.trainer.method.afd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.trainer.data.BatchArrays;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.loop.Artifact;
import io.mlfd.trainer.loop.Learner;
import io.mlfd.trainer.loop.Optimised;
import io.mlfd.trainer.loop.Phase;
import io.mlfd.trainer.loop.StepLoss;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.supervised.Evaluator;
import io.mlfd.trainer.supervised.ImageBatches;
import io.mlfd.trainer.supervised.MemberArtifacts;
import io.mlfd.trainer.supervised.PeerLoss;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A step moves the networks by labels and logits, and then, on the same images, by maps. Training accuracy and best epoch are
 * those of the first, the data set's own network, as they are of the same network alone.
 */
record AdversarialLearner(
        TrainAdversarialPeers work,
        AdversarialPeers peers,
        LoadedDataSet data,
        ImageBatches batches,
        Evaluator evaluator)
        implements Learner {
    static final String LOGITS = "logits";

    private static final Phase BY_LOGITS = new Phase(LOGITS, List.of(LOGITS));

    @Override
    public StateDict state() {
        return peers.state();
    }

    @Override
    public List<Optimised> optimised() {
        List<Parameter> networks = peers.networks().stream()
                .flatMap(network -> network.state().parameters().stream())
                .toList();
        Optimised byLogits = new Optimised(
                LOGITS, networks, work.training().optimizer(), work.training().schedule());
        return Stream.concat(Stream.of(byLogits), peers.maps().optimised().stream())
                .toList();
    }

    @Override
    public int stepsPerEpoch() {
        return batches.stepsPerEpoch();
    }

    @Override
    public List<Phase> phases(long step) {
        return Stream.concat(Stream.of(BY_LOGITS), peers.maps().phases().stream())
                .toList();
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        BatchArrays batch = batches.batch(step, scope).arrays();
        if (!phase.equals(BY_LOGITS)) {
            int images = Math.toIntExact(batch.labels().getShape().get(0));
            return new StepLoss(peers.maps().loss(phase, batch.images()), images, OptionalInt.empty());
        }
        List<NDArray> logits = peers.logits(batch.images(), Mode.TRAIN);
        return StepLoss.ofClassification(logitLoss().of(logits, batch.labels()), logits.get(0), batch.labels());
    }

    private PeerLoss logitLoss() {
        List<String> names = IntStream.rangeClosed(1, work.networks().size())
                .mapToObj(number -> TrainAdversarialPeers.peer(number).id())
                .toList();
        return new PeerLoss(names, peers.teaching(), work.temperature(), work.weight(), batches.labelLoss());
    }

    @Override
    public List<Validation> validate() {
        return evaluator.validate(peers.networks().get(0), work.dataset().name(), data);
    }

    /** Each network that is left, without transfer layers and discriminators. */
    @Override
    public List<Artifact> artifacts() {
        return MemberArtifacts.of(work.members(), peers.networks(), work.inputSize(), data);
    }
}
