package io.mlfd.trainer.method.pcl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.nn.BranchedNetwork;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import java.util.ArrayList;
import java.util.List;

/**
 * Peers with their first stages in common, the classifier over the embeddings h_1 to h_m of all of them, and the running
 * averages of the peers:
 *
 * <pre>
 * z_en = W concat(h_1 .. h_m) + b
 * </pre>
 */
final class CollaboratingPeers {
    private static final String ENSEMBLE = "ensemble";
    private static final String AVERAGES = "averages";

    private final BranchedNetwork online;
    private final Linear ensemble;
    private final BranchedNetwork averages;
    private final RunningAverage runningAverage;
    private final StateDict ensembleState;
    private final StateDict state;

    /**
     * @param averageDecay in [0, 1)
     * @param scope a new one, which gets nothing but these networks
     */
    CollaboratingPeers(NetworkShape shape, int classes, int peers, int sharedStages, double averageDecay, Scope scope) {
        online = Networks.branched(shape, classes, sharedStages, peers, scope);
        ensemble = new Linear(scope.child(ENSEMBLE), peers * shape.embeddingLength(), classes);
        ensembleState = scope.state();
        averages = Networks.branched(
                shape, classes, sharedStages, peers, scope.child(AVERAGES).unlearned());
        runningAverage = new RunningAverage(averages.state(), online.state(), averageDecay);
        state = scope.state();
    }

    /**
     * Every peer for a view of its own, in training. What the peers share runs once a view, so that its statistics move once
     * a view.
     *
     * @param views of one batch, (N, 3, S, S) each, normalised; one a peer
     */
    PeerLogits train(List<NDArray> views) {
        List<NetworkOutput> outputs = new ArrayList<>();
        for (Network peer : online.branches()) {
            outputs.add(peer.forward(views.get(outputs.size()), Mode.TRAIN));
        }
        return logits(outputs, Mode.TRAIN);
    }

    /**
     * Every averaged peer for a view of its own, as it would be used: with running statistics, which stay as they are.
     *
     * @param views as of {@link #train}
     * @return (N, K) each
     */
    List<NDArray> averaged(List<NDArray> views) {
        List<NDArray> logits = new ArrayList<>();
        for (Network peer : averages.branches()) {
            logits.add(peer.forward(views.get(logits.size()), Mode.EVAL).logits());
        }
        return logits;
    }

    /** All peers for the same images, in evaluation. {@code images}: (N, 3, S, S), normalised */
    PeerLogits evaluate(NDArray images) {
        return logits(online.forward(images, Mode.EVAL), Mode.EVAL);
    }

    /** All averaged peers for the same images. {@code images}: (N, 3, S, S), normalised; (N, K) each */
    List<NDArray> evaluateAverages(NDArray images) {
        return averages.forward(images, Mode.EVAL).stream()
                .map(NetworkOutput::logits)
                .toList();
    }

    private PeerLogits logits(List<NetworkOutput> outputs, Mode mode) {
        NDList embeddings = new NDList();
        outputs.forEach(output -> embeddings.add(output.embedding()));
        return new PeerLogits(
                outputs.stream().map(NetworkOutput::logits).toList(),
                ensemble.forward(NDArrays.concat(embeddings, 1), mode));
    }

    /** The averages take in the peers after a step; see {@link RunningAverage#stepped}. */
    void stepped(long step, NDManager scope) {
        runningAverage.stepped(step, scope);
    }

    /** Each peer as a network on its own. */
    List<Network> online() {
        return online.branches();
    }

    /** The running average of each peer as a network on its own. */
    List<Network> averages() {
        return averages.branches();
    }

    /** Of the peers and the classifier over them: {@code shared}, {@code branches.0} and so on, {@code ensemble}. */
    StateDict ensemble() {
        return ensembleState;
    }

    /** Everything: that of the ensemble, and under {@code averages} the peers again, as buffers. */
    StateDict state() {
        return state;
    }
}
