package io.mlfd.contract;

/**
 * What is known of networks without building them, for images of one size: what a work computes its {@link Demand} from.
 *
 * <p>A network consists of parts in order: part 0 is the stem, part i its stage i, and the classifier belongs to the last.
 * Classifiers are not counted in parameters, since their size depends on the data, and it is small beside the rest.
 */
public interface NetworkSizes {
    /** Values that are learned of a network from one of its parts on. {@code firstPart}: 0 for the whole network */
    long parameters(NetworkSpec network, int firstPart);

    /**
     * A forward pass of one image from a part on.
     *
     * @param firstPart 0 for the whole network
     */
    Pass pass(NetworkSpec network, int firstPart);

    /** Channels of a network at a level. {@code level}: as in a run file, such as {@code last-1} or {@code embedding} */
    int channels(NetworkSpec network, String level);

    /** Pixels on each side of a network's maps at a level; 1 for the embedding. */
    int side(NetworkSpec network, String level);

    /** How many stages a network has. */
    int stages(NetworkSpec network);

    /** Values of all networks, each by itself. */
    default long parameters(Iterable<NetworkSpec> networks) {
        long sum = 0;
        for (NetworkSpec network : networks) {
            sum += parameters(network, 0);
        }
        return sum;
    }

    /** One image's way through all networks, each by itself. */
    default Pass pass(Iterable<NetworkSpec> networks) {
        Pass all = Pass.NONE;
        for (NetworkSpec network : networks) {
            all = all.and(pass(network, 0));
        }
        return all;
    }

    /** A network that is trained and evaluated. */
    default Demand training(NetworkSpec network) {
        return Demand.training(parameters(network, 0), pass(network, 0));
    }

    /** Networks that are trained and evaluated at once and have nothing in common. */
    default Demand training(Iterable<NetworkSpec> networks) {
        return Demand.training(parameters(networks), pass(networks));
    }

    /** Branches of a network that are trained and evaluated, what they share only once. */
    default Demand branches(NetworkSpec network, int branches, int sharedStages) {
        // With shared stages the stem is shared, too.
        int own = sharedStages == 0 ? 0 : sharedStages + 1;
        long shared = branches - 1L;
        return Demand.training(
                branches * parameters(network, 0) - shared * (parameters(network, 0) - parameters(network, own)),
                pass(network, 0)
                        .times(branches)
                        .without(shared
                                * (pass(network, 0).values()
                                        - pass(network, own).values())));
    }
}
