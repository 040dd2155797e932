package io.mlfd.contract;

import io.mlfd.result.Metric;
import io.mlfd.result.Role;
import java.util.List;
import java.util.Optional;

/**
 * A network that a stage leaves, or that it measures without leaving it.
 *
 * @param id unique within the stage; {@link #ONLY} for the network of a stage that leaves one
 * @param dataset the data set it is for, empty for one that serves several
 * @param network its architecture, empty for what is no network of the list, such as a fusion of several
 * @param metrics what is measured of it on test images
 */
public record Output(
        String id, Role role, Optional<String> dataset, Optional<NetworkSpec> network, List<Metric> metrics) {
    /** The network of a stage that leaves one. */
    public static final String ONLY = "network";

    public Output {
        metrics = List.copyOf(metrics);
    }

    /** One of several classifiers of a data set, which a stage tells apart by their roles. {@code network}: as in the record */
    public static Output classifier(Role role, DatasetWork dataset, Optional<NetworkSpec> network) {
        return new Output(role.id(), role, Optional.of(dataset.name()), network, List.of(Metric.TOP1));
    }

    /** The one classifier that a stage leaves for a data set. */
    public static Output ofDataset(Role role, DatasetWork dataset) {
        return new Output(
                ONLY, role, Optional.of(dataset.name()), Optional.of(dataset.network()), List.of(Metric.TOP1));
    }

    /**
     * Whether it stands in a data set's row: it was made for it or, where it serves several, has the architecture of that
     * data set's own network.
     */
    public boolean isFor(String rowDataset, NetworkSpec rowNetwork) {
        return dataset.map(rowDataset::equals)
                .orElseGet(() -> network.map(rowNetwork::equals).orElse(true));
    }
}
