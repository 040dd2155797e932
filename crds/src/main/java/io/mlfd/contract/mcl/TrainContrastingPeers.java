package io.mlfd.contract.mcl;

import com.fasterxml.jackson.annotation.JsonProperty;
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
import java.util.stream.IntStream;

/**
 * Trains several networks of one data set together, in batches of pairs of one class: each learns from labels and by the
 * contrast of the batch's embeddings, within itself and with the others.
 *
 * @param networks 2 to 4; the first is the data set's own
 * @param part the method, or which of its controls; the weights say what a control goes without
 * @param training of all, with an even batch size
 */
@JsonTypeName("TrainContrastingPeers")
public record TrainContrastingPeers(
        DatasetWork dataset, int inputSize, List<NetworkSpec> networks, Contrast contrast, Part part, Training training)
        implements SingleDatasetTraining {
    public static final Role PEERS =
            new Role("peers", "Mean of peers", "the peers' accuracies, averaged; no network of its own");

    /** What the terms compute of a pair of images and a pair of networks; counted in {@code MutualContrast}. */
    private static final int VALUES_OF_A_SIMILARITY = 20;

    public TrainContrastingPeers {
        networks = List.copyOf(networks);
    }

    /**
     * @param weights of each network, or of each with another one
     * @param temperature that divides similarities
     * @param softTemperature of both sides of a divergence
     */
    public record Contrast(Weights weights, double temperature, double softTemperature, int embeddingSize) {
        /** The same at other weights. */
        public Contrast weighing(Weights others) {
            return new Contrast(others, temperature, softTemperature, embeddingSize);
        }
    }

    /**
     * @param vanilla of the contrast within a network
     * @param interactive of that with another one
     * @param softVanilla of the divergence from the similarities within another one
     * @param softInteractive of the divergence from the similarities of another one with this one
     */
    public record Weights(double vanilla, double interactive, double softVanilla, double softInteractive) {}

    /** What a training is in its run. */
    public enum Part {
        @JsonProperty("method")
        METHOD,
        @JsonProperty("without-contrast")
        WITHOUT_CONTRAST,
        @JsonProperty("without-interaction")
        WITHOUT_INTERACTION;

        /** Of the first network, the one that is compared. */
        public Role first() {
            return switch (this) {
                case METHOD -> peer(1);
                case WITHOUT_CONTRAST ->
                    new Role(
                            "without-contrast",
                            "Peer without contrast",
                            "network 1 with labels only, in the same batches of pairs");
                case WITHOUT_INTERACTION ->
                    new Role(
                            "without-interaction",
                            "Peer without interaction",
                            "network 1, contrasted within itself only");
            };
        }
    }

    /** One of the networks that learn from each other; {@code number} from 1, which is the data set's own. */
    public static Role peer(int number) {
        return new Role(
                "peer-" + number,
                "Peer " + number,
                "network " + number + " of those that learn from each other's embeddings");
    }

    @Override
    public StageKind kind() {
        return part == Part.METHOD ? StageKind.ONLINE : StageKind.BASELINE;
    }

    /** Every peer, and the ensemble and mean of them, which have no file. Of a control the first network alone. */
    @Override
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>(members());
        if (part == Part.METHOD) {
            outputs.add(ensemble());
            outputs.add(meanOfPeers());
        }
        return List.copyOf(outputs);
    }

    /** Those that are left as files: all of them, of a control the first. */
    public List<Output> members() {
        if (part != Part.METHOD) {
            return List.of(Output.ofDataset(part.first(), dataset));
        }
        return IntStream.rangeClosed(1, networks.size())
                .mapToObj(number -> Output.classifier(peer(number), dataset, Optional.of(networks.get(number - 1))))
                .toList();
    }

    public Output ensemble() {
        return Output.classifier(Roles.ENSEMBLE, dataset, Optional.empty());
    }

    public Output meanOfPeers() {
        return Output.classifier(PEERS, dataset, Optional.empty());
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        long size = contrast.embeddingSize();
        long heads = networks.stream()
                .mapToLong(network -> size * (sizes.channels(network, "embedding") + size))
                .sum();
        long pairs = (long) networks.size() * networks.size();
        return sizes.training(networks)
                .and(Demand.trainingBeside(heads, Pass.small(pairs * training.batchSize() * VALUES_OF_A_SIMILARITY)));
    }

    /** A control's 1 left its network under another name. */
    @Override
    public int numerics() {
        return part == Part.METHOD ? 1 : 2;
    }
}
