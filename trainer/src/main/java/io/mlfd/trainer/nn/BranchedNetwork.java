package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Networks of one shape that share their first stages: a trunk and branches, of which each is a whole network with it. */
public final class BranchedNetwork {
    private final int sharedStages;
    private final List<Network> branches;
    private final StateDict state;

    BranchedNetwork(int sharedStages, List<Network> branches, StateDict state) {
        this.sharedStages = sharedStages;
        this.branches = List.copyOf(branches);
        this.state = state;
    }

    /**
     * Every branch as a network that can be evaluated and saved on its own. In training it is {@link #forward} that runs
     * the shared stages, once for all.
     */
    public List<Network> branches() {
        return branches;
    }

    /**
     * One output a branch, in order. The shared stages run once, so that their statistics move once and the outputs have
     * the same arrays for them.
     *
     * @param images (N, 3, S, S), normalised; the results live where the images do
     */
    public List<NetworkOutput> forward(NDArray images, Mode mode) {
        List<NDArray> shared = branches.get(0).firstOutputs(sharedStages, images, mode);
        return branches.stream()
                .map(branch -> branch.forwardFrom(shared, images, mode))
                .toList();
    }

    /** Everything once: the shared stages under {@code shared}, each branch's own under {@code branches.0} and so on. */
    public StateDict state() {
        return state;
    }
}
