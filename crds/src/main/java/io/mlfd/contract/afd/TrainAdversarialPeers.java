package io.mlfd.contract.afd;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.contract.Output;
import io.mlfd.contract.Pass;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains several networks of one data set together: each learns from labels, from another's logits and, in a phase of its own,
 * from the other's maps.
 *
 * @param networks 2 to 4; the first is the data set's own
 * @param temperature of both sides of a divergence
 * @param weight of the mean divergence from the teachers of a network
 * @param mapOptimizer of whatever the phase of the maps moves: extractors with transfer layers, and discriminators
 * @param training of the networks by logits; its schedule is that of the map optimiser, too
 */
@JsonTypeName("TrainAdversarialPeers")
public record TrainAdversarialPeers(
        DatasetWork dataset,
        int inputSize,
        List<NetworkSpec> networks,
        Exchange exchange,
        double temperature,
        double weight,
        Training.Optimizer mapOptimizer,
        Training training)
        implements SingleDatasetTraining {
    /** How often a discriminator halves the maps. */
    public static final int DISCRIMINATOR_HALVINGS = 2;

    public static final Role PEERS =
            new Role("peers", "Mean of peers", "the peers' accuracies, averaged; no network of its own");

    private static final String LAST = "last";

    private static final Role LOGITS_ONLY =
            new Role("logits-only", "Logits only", "the same network, from labels and another's logits");
    private static final Role DIRECT_ALIGNMENT = new Role(
            "direct-alignment",
            "Direct alignment",
            "the same network, its maps drawn to another's by their mean absolute difference");
    private static final Role ALL_PAIRS =
            new Role("all-pairs", "All pairs", "the same network, adversarially from all others at once");

    public TrainAdversarialPeers {
        networks = List.copyOf(networks);
    }

    /** One of the networks that learn from each other; {@code number} from 1, which is the data set's own. */
    public static Role peer(int number) {
        return new Role(
                "peer-" + number, "Peer " + number, "network " + number + " of those that learn from each other");
    }

    /** That of works with an exchange. */
    public static Optional<Role> control(Exchange exchange) {
        return switch (exchange) {
            case ADVERSARIAL_RING -> Optional.empty();
            case LOGITS_ONLY -> Optional.of(LOGITS_ONLY);
            case DIRECT_ALIGNMENT -> Optional.of(DIRECT_ALIGNMENT);
            case ADVERSARIAL_PAIRS -> Optional.of(ALL_PAIRS);
        };
    }

    @Override
    public StageKind kind() {
        return control().isPresent() ? StageKind.BASELINE : StageKind.ONLINE;
    }

    /** What the first network is in a control, where the others are there for its sake; empty for the method itself. */
    public Optional<Role> control() {
        return control(exchange);
    }

    /** Every peer, and the ensemble and mean of them, which have no file; of a control its first network. */
    @Override
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>(members());
        if (control().isEmpty()) {
            outputs.add(ensemble());
            outputs.add(meanOfPeers());
        }
        return List.copyOf(outputs);
    }

    /** The networks that are left, in their order: all of them, of a control the first. */
    public List<Output> members() {
        return control().map(role -> List.of(Output.ofDataset(role, dataset))).orElseGet(this::peers);
    }

    private List<Output> peers() {
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

    /** What moves by maps has moments of its own beside those of the networks, and its phase, which computes the most, counts. */
    @Override
    public Demand demand(NetworkSizes sizes) {
        Demand networksAlone = sizes.training(networks);
        return exchange == Exchange.LOGITS_ONLY ? networksAlone : networksAlone.and(maps(sizes));
    }

    private Demand maps(NetworkSizes sizes) {
        int channels = networks.stream()
                .mapToInt(network -> sizes.channels(network, LAST))
                .max()
                .orElse(0);
        long side = networks.stream()
                .mapToInt(network -> sizes.side(network, LAST))
                .min()
                .orElse(0);
        Demand momentsOfMaps = Demand.keeping(2 * sizes.parameters(networks));
        int critics =
                switch (exchange) {
                    case LOGITS_ONLY, DIRECT_ALIGNMENT -> 0;
                    case ADVERSARIAL_RING -> networks.size();
                    case ADVERSARIAL_PAIRS -> networks.size() * (networks.size() - 1);
                };
        Demand all =
                momentsOfMaps.and(Demand.trainingBeside(0, Pass.small(4L * networks.size() * channels * side * side)));
        long inputs = channels;
        for (int halving = 1; halving <= DISCRIMINATOR_HALVINGS; halving++) {
            long outputs = Math.max(1, inputs / 2);
            side = (side + 1) / 2;
            all = all.and(Demand.trainingBeside(
                    critics * 9L * inputs * outputs, Pass.small(critics * 3L * outputs * side * side)));
            inputs = outputs;
        }
        return all;
    }

    @Override
    public int numerics() {
        return 1;
    }
}
