package io.mlfd.contract.dml;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains several networks of one data set together: each learns from labels and from what all others say of the same images.
 *
 * @param networks 2 to 4; the first is the data set's own
 * @param temperature of both sides of a divergence
 * @param weight of the mean divergence from the other networks
 * @param training of each
 */
@JsonTypeName("TrainPeers")
public record TrainPeers(
        DatasetWork dataset,
        int inputSize,
        List<NetworkSpec> networks,
        double temperature,
        double weight,
        Training training)
        implements SingleDatasetTraining {
    public static final Role PEERS =
            new Role("peers", "Mean of peers", "the peers' accuracies, averaged; no network of its own");

    public TrainPeers {
        networks = List.copyOf(networks);
    }

    /** One of the networks that learn from each other; {@code number} from 1, which is the data set's own. */
    public static Role peer(int number) {
        return new Role(
                "peer-" + number, "Peer " + number, "network " + number + " of those that learn from each other");
    }

    @Override
    public StageKind kind() {
        return StageKind.ONLINE;
    }

    /** Every peer, and the ensemble and mean of them, which have no file. */
    @Override
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>(peers());
        outputs.add(ensemble());
        outputs.add(meanOfPeers());
        return List.copyOf(outputs);
    }

    /** In the order of the networks. */
    public List<Output> peers() {
        List<Output> peers = new ArrayList<>();
        for (NetworkSpec network : networks) {
            peers.add(Output.classifier(peer(peers.size() + 1), dataset, Optional.of(network)));
        }
        return List.copyOf(peers);
    }

    public Output ensemble() {
        return Output.classifier(Roles.ENSEMBLE, dataset, Optional.empty());
    }

    public Output meanOfPeers() {
        return Output.classifier(PEERS, dataset, Optional.empty());
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return sizes.training(networks);
    }

    @Override
    public int numerics() {
        return 1;
    }
}
