package io.mlfd.trainer.method.ffl;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.nn.BranchedNetwork;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiFunction;

/** The networks that are fused: of one shape with the first stages in common, or of any shapes with nothing in common. */
final class Branches {
    private final List<Network> networks;
    private final BiFunction<NDArray, Mode, List<NetworkOutput>> forward;

    private Branches(List<Network> networks, BiFunction<NDArray, Mode, List<NetworkOutput>> forward) {
        this.networks = List.copyOf(networks);
        this.forward = forward;
    }

    /**
     * Builds them: what is shared under {@code shared}, the rest of each under {@code branches.0} and so on.
     *
     * @param sharedStages above 0 only where all shapes are the same
     */
    static Branches create(List<NetworkShape> shapes, int classes, int sharedStages, Scope scope) {
        if (sharedStages == 0) {
            List<Network> networks = Networks.apart(shapes, classes, scope);
            return new Branches(networks, (images, mode) -> networks.stream()
                    .map(network -> network.forward(images, mode))
                    .toList());
        }
        if (new HashSet<>(shapes).size() > 1) {
            throw new IllegalArgumentException(shapes + " are different networks, which share no stages");
        }
        BranchedNetwork branched = Networks.branched(shapes.get(0), classes, sharedStages, shapes.size(), scope);
        return new Branches(branched.branches(), branched::forward);
    }

    /** Each as a network on its own; in training it is {@link #forward} that runs what they share, once. */
    List<Network> networks() {
        return networks;
    }

    /** One output a branch. {@code images}: (N, 3, S, S), normalised */
    List<NetworkOutput> forward(NDArray images, Mode mode) {
        return forward.apply(images, mode);
    }
}
