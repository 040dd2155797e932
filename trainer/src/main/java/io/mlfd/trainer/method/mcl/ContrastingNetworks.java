package io.mlfd.trainer.method.mcl;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import java.util.ArrayList;
import java.util.List;

/** Networks with nothing in common, and a head for the embeddings of each, which serves the training alone. */
final class ContrastingNetworks {
    private final List<Network> peers;
    private final List<EmbeddingHead> heads = new ArrayList<>();
    private final StateDict state;

    /**
     * What the networks make of images.
     *
     * @param logits of every network, (N, C)
     * @param embeddings of every network, (N, D), of length 1
     */
    record Outputs(List<NDArray> logits, List<NDArray> embeddings) {
        Outputs {
            logits = List.copyOf(logits);
            embeddings = List.copyOf(embeddings);
        }
    }

    /**
     * @param shapes one a network
     * @param embeddingSize D
     * @param scope a new one, which gets nothing but these networks
     */
    ContrastingNetworks(List<NetworkShape> shapes, int classes, int embeddingSize, Scope scope) {
        peers = Networks.apart(shapes, classes, scope);
        for (NetworkShape shape : shapes) {
            Scope own = scope.child("embeddings").child(Integer.toString(heads.size()));
            heads.add(new EmbeddingHead(own, shape.embeddingLength(), embeddingSize));
        }
        state = scope.state();
    }

    /** For training. {@code images}: (N, 3, S, S), normalised */
    Outputs forward(NDArray images) {
        List<NDArray> logits = new ArrayList<>();
        List<NDArray> embeddings = new ArrayList<>();
        for (Network peer : peers) {
            NetworkOutput output = peer.forward(images, Mode.TRAIN);
            embeddings.add(heads.get(logits.size()).forward(output.embedding(), Mode.TRAIN));
            logits.add(output.logits());
        }
        return new Outputs(logits, embeddings);
    }

    /** Of the first networks, (N, C), as they are used. {@code images}: (N, 3, S, S), normalised */
    List<NDArray> logits(NDArray images, int count) {
        return peers.subList(0, count).stream()
                .map(peer -> peer.forward(images, Mode.EVAL).logits())
                .toList();
    }

    List<Network> peers() {
        return peers;
    }

    /** {@code branches.0} and so on, {@code embeddings.0} and so on. */
    StateDict state() {
        return state;
    }
}
