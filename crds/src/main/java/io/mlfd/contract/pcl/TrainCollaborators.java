package io.mlfd.contract.pcl;

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
import io.mlfd.result.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains peers of one data set that learn from labels, from the classifier over the embeddings of all of them and from the
 * other peers' running averages. What is meant for use is the running average of the first.
 *
 * @param peers 2 to 4, of the data set's network
 * @param sharedStages first stages that are one for all
 * @param temperature of both sides of a divergence
 * @param weight of both divergences
 * @param rampEpochs in which the divergences rise to their weight
 * @param averageDecay what the running averages keep of themselves in a step at most, in [0, 1)
 * @param variant which of these the peers are trained with
 * @param training of all
 */
@JsonTypeName("TrainCollaborators")
public record TrainCollaborators(
        DatasetWork dataset,
        int inputSize,
        int peers,
        int sharedStages,
        double temperature,
        double weight,
        int rampEpochs,
        double averageDecay,
        Variant variant,
        Training training)
        implements SingleDatasetTraining {
    public static final Role FIRST_PEER =
            new Role("peer-1", "Online peer 1", "network 1 of those that are trained, as its last step left it");
    public static final Role ENSEMBLE = new Role(
            "ensemble", "Ensemble classifier", "the classifier over the embeddings of all online peers at once");
    public static final Role AVERAGED_PEERS =
            new Role("ema-peers", "Mean of EMA peers", "the EMA peers' accuracies, averaged; no network of its own");

    /** The running average of one of the networks that learn from each other; {@code number} from 1. */
    public static Role averagedPeer(int number) {
        return new Role(
                "ema-peer-" + number,
                "EMA peer " + number,
                "the exponential moving average of online peer " + number + ": a single network, to be used");
    }

    @Override
    public StageKind kind() {
        return variant.control().isPresent() ? StageKind.BASELINE : StageKind.ONLINE;
    }

    /**
     * Of the whole method the averaged peers, the mean of them, which has no file, the first peer as it is trained and the
     * ensemble classifier; of a control the first averaged peer alone.
     */
    @Override
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>(averagedPeers());
        if (variant.control().isEmpty()) {
            outputs.add(meanOfAveragedPeers());
            outputs.add(firstPeer());
            outputs.add(ensemble());
        }
        return List.copyOf(outputs);
    }

    /** Those that are left, in order: of a control the first. */
    public List<Output> averagedPeers() {
        return variant.control()
                .map(control -> List.of(Output.ofDataset(control, dataset)))
                .orElseGet(() -> IntStream.rangeClosed(1, peers)
                        .mapToObj(number -> classifier(averagedPeer(number)))
                        .toList());
    }

    public Output meanOfAveragedPeers() {
        return Output.classifier(AVERAGED_PEERS, dataset, Optional.empty());
    }

    public Output firstPeer() {
        return classifier(FIRST_PEER);
    }

    public Output ensemble() {
        return Output.classifier(ENSEMBLE, dataset, Optional.empty());
    }

    /** How many views of a batch the peers see. */
    public int views() {
        return variant.peersHaveViews() ? peers : 1;
    }

    private Output classifier(Role role) {
        NetworkSpec network = dataset.network();
        return Output.classifier(role, dataset, Optional.of(network));
    }

    /** In training what peers share runs once a view; the running averages are as many networks again. */
    @Override
    public Demand demand(NetworkSizes sizes) {
        NetworkSpec network = dataset.network();
        Demand branches = sizes.branches(network, peers, sharedStages);
        Pass eachByItself = sizes.pass(network, 0).times(peers);
        int evaluated = variant.control().isEmpty() ? 2 : 1;
        return Demand.trainingBeside(branches.learned(), eachByItself)
                .and(Demand.keeping(branches.learned()))
                .and(Demand.lookingAt(eachByItself))
                .and(Demand.evaluating(branches.evaluated().times(evaluated)))
                .and(Demand.viewing(views()));
    }

    /** A control's 1 left its network under another name. */
    @Override
    public int numerics() {
        return variant.control().isEmpty() ? 1 : 2;
    }
}
