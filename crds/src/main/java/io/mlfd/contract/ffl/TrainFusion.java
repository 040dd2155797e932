package io.mlfd.contract.ffl;

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
 * Trains several networks of one data set and the fusion of their last maps together: each learns from labels, the fused
 * classifier from the ensemble of the networks, and the networks from the fused classifier.
 *
 * @param networks one a branch, 2 to 4
 * @param sharedStages first stages that are one for all; 0 where the networks differ
 * @param rampEpochs in which the weight of the divergences rises to 1
 * @param training of all; its weight decay is that of the networks
 */
@JsonTypeName("TrainFusion")
public record TrainFusion(
        DatasetWork dataset,
        int inputSize,
        List<NetworkSpec> networks,
        int sharedStages,
        double temperature,
        int rampEpochs,
        double fusionWeightDecay,
        Training training)
        implements SingleDatasetTraining {
    public static final Role FUSED =
            new Role("fused", "Fused classifier", "the classifier over the fused last maps of all branches");
    public static final Role BRANCHES =
            new Role("branches", "Mean of branches", "the branches' accuracies, averaged; no network of its own");

    private static final String LAST = "last";

    public TrainFusion {
        networks = List.copyOf(networks);
    }

    /** One of the networks that learn from each other; {@code number} from 1. */
    public static Role branch(int number) {
        return new Role("branch-" + number, "Branch " + number, "network " + number + " of those that are fused");
    }

    @Override
    public StageKind kind() {
        return StageKind.ONLINE;
    }

    /** The fused classifier, ensemble and mean of the branches, which have no file, and every branch. */
    @Override
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>(List.of(fused(), ensemble(), meanOfBranches()));
        outputs.addAll(branches());
        return List.copyOf(outputs);
    }

    public Output fused() {
        return Output.classifier(FUSED, dataset, Optional.empty());
    }

    public Output ensemble() {
        return Output.classifier(Roles.ENSEMBLE, dataset, Optional.empty());
    }

    public Output meanOfBranches() {
        return Output.classifier(BRANCHES, dataset, Optional.empty());
    }

    /** In the order of the networks. */
    public List<Output> branches() {
        List<Output> branches = new ArrayList<>();
        for (NetworkSpec network : networks) {
            branches.add(Output.classifier(branch(branches.size() + 1), dataset, Optional.of(network)));
        }
        return List.copyOf(branches);
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        Demand branches = sharedStages == 0
                ? sizes.training(networks)
                : sizes.branches(networks.get(0), networks.size(), sharedStages);
        return branches.and(fusion(sizes));
    }

    private Demand fusion(NetworkSizes sizes) {
        long all = networks.stream()
                .mapToLong(network -> sizes.channels(network, LAST))
                .sum();
        long widest = networks.stream()
                .mapToLong(network -> sizes.channels(network, LAST))
                .max()
                .orElse(0);
        long side = networks.stream()
                .mapToLong(network -> sizes.side(network, LAST))
                .min()
                .orElse(0);
        // Laid side by side, then twice a convolution, a normalisation and an activation.
        Pass pass = Pass.small((4 * all + 3 * widest) * side * side);
        return Demand.trainingBeside(9 * all + all * widest, pass).and(Demand.evaluating(pass));
    }

    @Override
    public int numerics() {
        return 1;
    }
}
