package io.mlfd.trainer.method.one;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.nn.BranchedNetwork;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import java.util.List;

/** Branches over shared stages, and the gate that weighs them: everything that a stage trains. */
final class GatedNetwork {
    private static final String GATE = "gate";

    private final int sharedStages;
    private final BranchedNetwork branches;
    private final Gate gate;
    private final StateDict state;

    /**
     * @param sharedStages at least 1
     * @param scope a new one, which gets nothing but this network
     */
    GatedNetwork(NetworkShape shape, int classes, int sharedStages, int branches, Scope scope) {
        if (sharedStages < 1) {
            throw new IllegalArgumentException("sharedStages: " + sharedStages + "; the gate reads the last of them");
        }
        this.sharedStages = sharedStages;
        this.branches = Networks.branched(shape, classes, sharedStages, branches, scope);
        this.gate = new Gate(scope.child(GATE), shape.channels(sharedStages - 1), branches);
        this.state = scope.state();
    }

    /** @param images (N, 3, S, S), normalised */
    GatedLogits forward(NDArray images, Mode mode) {
        List<NetworkOutput> outputs = branches.forward(images, mode);
        NDArray shared = outputs.get(0).stageMaps().get(sharedStages - 1);
        return GatedLogits.of(outputs.stream().map(NetworkOutput::logits).toList(), gate.forward(shared, mode));
    }

    /** Each branch as a network on its own. */
    List<Network> branches() {
        return branches.branches();
    }

    /** Everything once: {@code shared}, {@code branches.0} and so on, {@code gate}. */
    StateDict state() {
        return state;
    }
}
