package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.NetworkName;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.plan.Architecture.Family;

/** Ways to an {@link Architecture}. */
public final class Architectures {
    private Architectures() {}

    /** The network of a run file. */
    public static Architecture of(Dataset.Model model) {
        Family family = family(model.name());
        return new Architecture(family, model.width() == null ? family.defaultWidth() : model.width());
    }

    /**
     * The network of an order.
     *
     * @throws IllegalArgumentException when there is no such network
     */
    public static Architecture of(NetworkSpec network) {
        Family family = Family.of(network.name())
                .orElseThrow(() -> new IllegalArgumentException(
                        "network \"" + network.name() + "\" is unknown; there are " + Family.labels()));
        return new Architecture(family, network.width());
    }

    private static Family family(NetworkName name) {
        return switch (name) {
            case RESNET8 -> Family.RESNET8;
            case RESNET14 -> Family.RESNET14;
            case RESNET20 -> Family.RESNET20;
            case RESNET32 -> Family.RESNET32;
            case RESNET18 -> Family.RESNET18;
        };
    }
}
