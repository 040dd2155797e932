package io.mlfd.contract.one;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.Training;
import io.mlfd.contract.supervised.Roles;
import io.mlfd.result.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trains branches of one network over shared first stages, with a gate that weighs them image by image: all learn from labels,
 * and the branches from the gated ensemble.
 *
 * @param branches 2 to 4
 * @param sharedStages first stages that are one for all, at least 1; the gate reads the last of them
 * @param temperature of both sides of a divergence
 * @param rampEpochs in which the weight of the divergences rises to 1
 */
@JsonTypeName("TrainGatedBranches")
public record TrainGatedBranches(
        DatasetWork dataset,
        int inputSize,
        int branches,
        int sharedStages,
        double temperature,
        int rampEpochs,
        Training training)
        implements SingleDatasetTraining {
    public static final Role GATED = new Role(
            "gated", "Gated ensemble", "the branches' logits, added up with the weights that the gate gives an image");
    public static final Role BRANCHES =
            new Role("branches", "Mean of branches", "the branches' accuracies, averaged; no network of its own");

    /** One of the branches, which is a whole network with the shared stages; {@code number} from 1. */
    public static Role branch(int number) {
        return new Role("branch-" + number, "Branch " + number, "network " + number + " of those that the gate weighs");
    }

    @Override
    public StageKind kind() {
        return StageKind.ONLINE;
    }

    /** The gated ensemble and every branch; logit ensemble and mean of the branches, which have no file. */
    @Override
    public List<Output> outputs() {
        return Stream.concat(Stream.of(gated(), ensemble(), meanOfBranches()), members().stream())
                .toList();
    }

    public Output gated() {
        return Output.classifier(GATED, dataset, Optional.empty());
    }

    public Output ensemble() {
        return Output.classifier(Roles.ENSEMBLE, dataset, Optional.empty());
    }

    public Output meanOfBranches() {
        return Output.classifier(BRANCHES, dataset, Optional.empty());
    }

    /** Every branch, in order. */
    public List<Output> members() {
        return IntStream.rangeClosed(1, branches)
                .mapToObj(number -> Output.classifier(branch(number), dataset, Optional.of(dataset.network())))
                .toList();
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return sizes.branches(dataset.network(), branches, sharedStages);
    }

    @Override
    public int numerics() {
        return 1;
    }
}
