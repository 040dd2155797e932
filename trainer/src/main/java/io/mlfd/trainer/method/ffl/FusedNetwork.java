package io.mlfd.trainer.method.ffl;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import java.util.List;

/** Branches and the module that fuses them: everything that a stage trains. */
final class FusedNetwork {
    private static final String FUSION = "fusion";

    private final Branches branches;
    private final FusionModule fusion;
    private final StateDict fusionState;
    private final StateDict state;

    /**
     * @param shapes one a branch
     * @param scope a new one, which gets nothing but this network
     */
    FusedNetwork(List<NetworkShape> shapes, int classes, int sharedStages, Scope scope) {
        branches = Branches.create(shapes, classes, sharedStages, scope);
        fusion = new FusionModule(
                scope.child(FUSION),
                shapes.stream().map(NetworkShape::lastChannels).toList(),
                classes);
        fusionState = scope.child(FUSION).state();
        state = scope.state();
    }

    /** @param images (N, 3, S, S), normalised */
    FusedLogits forward(NDArray images, Mode mode) {
        List<NetworkOutput> outputs = branches.forward(images, mode);
        List<NDArray> maps = outputs.stream().map(FusedNetwork::lastMaps).toList();
        return new FusedLogits(outputs.stream().map(NetworkOutput::logits).toList(), fusion.forward(maps, mode));
    }

    private static NDArray lastMaps(NetworkOutput output) {
        return output.stageMaps().get(output.stageMaps().size() - 1);
    }

    /** Each branch as a network on its own. */
    List<Network> branches() {
        return branches.networks();
    }

    /** Everything once: {@code shared}, {@code branches.0} and so on, {@code fusion}. */
    StateDict state() {
        return state;
    }

    /** Of the fusion module and the fused classifier alone. */
    StateDict fusion() {
        return fusionState;
    }
}
