package io.mlfd.trainer.method.dml;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import java.util.List;

/** The networks that learn from each other, with nothing in common. */
final class PeerNetworks {
    private final List<Network> peers;
    private final StateDict state;

    /**
     * @param shapes one a peer
     * @param scope a new one, which gets nothing but these networks
     */
    PeerNetworks(List<NetworkShape> shapes, int classes, Scope scope) {
        peers = Networks.apart(shapes, classes, scope);
        state = scope.state();
    }

    /** The logits of every peer, (N, K) each. {@code images}: (N, 3, S, S), normalised */
    List<NDArray> forward(NDArray images, Mode mode) {
        return peers.stream().map(peer -> peer.forward(images, mode).logits()).toList();
    }

    List<Network> peers() {
        return peers;
    }

    StateDict state() {
        return state;
    }
}
