package io.mlfd.contract.mclokd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.NetworkSizes;
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
import java.util.stream.IntStream;

/**
 * Trains branches of one network together: each learns from labels and from the contrast of its embeddings with those that a
 * memory has of the others, the first from the ensemble of all too.
 *
 * @param branches 2 to 4
 * @param sharedStages first stages that are one for all
 * @param part the method, or which of its controls; the weights say what a control goes without
 * @param training of all
 */
@JsonTypeName("TrainContrastedBranches")
public record TrainContrastedBranches(
        DatasetWork dataset,
        int inputSize,
        int branches,
        int sharedStages,
        Contrast contrast,
        Ensemble ensemble,
        Part part,
        Training training)
        implements SingleDatasetTraining {
    public static final Role BRANCHES =
            new Role("branches", "Mean of branches", "the branches' accuracies, averaged; no network of its own");

    /** What the contrast computes of an image of the batch and one that it is contrasted with. */
    private static final int VALUES_OF_A_CANDIDATE = 8;
    /** The similarity of an image of the batch with each that is remembered, and its gradient. */
    private static final int VALUES_OF_A_SIMILARITY = 2;

    /**
     * @param weight of each contrast of a branch with another one
     * @param negatives images of other classes an image
     * @param temperature that divides similarities
     * @param momentum share that a memory keeps of what it had
     */
    public record Contrast(double weight, int negatives, double temperature, double momentum, int embeddingSize) {
        /** The same at another weight. */
        public Contrast weighing(double other) {
            return new Contrast(other, negatives, temperature, momentum, embeddingSize);
        }
    }

    /**
     * @param weight of the first branch's divergence from the ensemble
     * @param temperature of both sides of it
     */
    public record Ensemble(double weight, double temperature) {
        /** The same at another weight. */
        public Ensemble weighing(double other) {
            return new Ensemble(other, temperature);
        }
    }

    /** What a training is in its run. */
    public enum Part {
        @JsonProperty("method")
        METHOD,
        @JsonProperty("without-contrast")
        WITHOUT_CONTRAST,
        @JsonProperty("without-ensemble")
        WITHOUT_ENSEMBLE;

        /** Of the first branch, the one that is compared. */
        public Role first() {
            return switch (this) {
                case METHOD -> branch(1);
                case WITHOUT_CONTRAST ->
                    new Role(
                            "without-contrast",
                            "Branch without contrast",
                            "branch 1, trained without the contrast of embeddings");
                case WITHOUT_ENSEMBLE ->
                    new Role(
                            "without-ensemble",
                            "Branch without ensemble",
                            "branch 1, trained without learning from the ensemble");
            };
        }
    }

    /** One of the networks that learn from each other; {@code number} from 1, which learns from the ensemble too. */
    public static Role branch(int number) {
        String which = number == 1
                ? "the network that learns from the others' embeddings and from the ensemble"
                : "network " + number + " of those that learn from each other's embeddings";
        return new Role("branch-" + number, "Branch " + number, which);
    }

    @Override
    public StageKind kind() {
        return part == Part.METHOD ? StageKind.ONLINE : StageKind.BASELINE;
    }

    /** Every branch, and the ensemble and mean of them, which have no file. Of a control the first branch alone. */
    @Override
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>(members());
        if (part == Part.METHOD) {
            outputs.add(meanLogits());
            outputs.add(meanOfBranches());
        }
        return List.copyOf(outputs);
    }

    /** The branches that are left as files: all of them, of a control the first. */
    public List<Output> members() {
        if (part != Part.METHOD) {
            return List.of(Output.ofDataset(part.first(), dataset));
        }
        return IntStream.rangeClosed(1, branches)
                .mapToObj(number -> Output.classifier(branch(number), dataset, Optional.of(dataset.network())))
                .toList();
    }

    public Output meanLogits() {
        return Output.classifier(Roles.ENSEMBLE, dataset, Optional.empty());
    }

    public Output meanOfBranches() {
        return Output.classifier(BRANCHES, dataset, Optional.empty());
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        long pairs = branches * (branches - 1L);
        long size = contrast.embeddingSize();
        long heads = branches * size * sizes.channels(dataset.network(), "embedding");
        return sizes.branches(dataset.network(), branches, sharedStages)
                .and(Demand.trainingBeside(
                        heads, Pass.small(pairs * (1L + contrast.negatives()) * VALUES_OF_A_CANDIDATE)))
                .and(Demand.remembering(branches * size, pairs * VALUES_OF_A_SIMILARITY));
    }

    /** A control's 1 left its network under another name. */
    @Override
    public int numerics() {
        return part == Part.METHOD ? 1 : 2;
    }
}
