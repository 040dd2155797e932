package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Networks of any widths and depths over one stem, of which each is a whole network with it. */
public final class StemmedNetworks {
    private final List<Network> networks;
    private final StateDict state;

    StemmedNetworks(List<Network> networks, StateDict state) {
        this.networks = List.copyOf(networks);
        this.state = state;
    }

    /**
     * Every one as a network that can be evaluated and saved on its own. In training it is {@link #forward} that runs the
     * stem, once for all.
     */
    public List<Network> networks() {
        return networks;
    }

    /**
     * One output a network, in order. The stem runs once, so that its statistics move once.
     *
     * @param images (N, 3, S, S), normalised; the results live where the images do
     */
    public List<NetworkOutput> forward(NDArray images, Mode mode) {
        NDArray maps = networks.get(0).stemMaps(images, mode);
        return networks.stream()
                .map(network -> network.forwardFromStem(maps, mode))
                .toList();
    }

    /** Everything once: the stem under {@code shared}, each network's own under {@code branches.0} and so on. */
    public StateDict state() {
        return state;
    }
}
