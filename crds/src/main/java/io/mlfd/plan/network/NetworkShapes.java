package io.mlfd.plan.network;

import io.mlfd.api.Dataset;
import io.mlfd.contract.NetworkSpec;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The registry of networks: a family adds its shapes here and its parts to the trainer's {@code Networks}. */
public final class NetworkShapes {
    private static final List<NetworkShape> ALL =
            Stream.of(ResNetShape.ALL).flatMap(List::stream).toList();

    private NetworkShapes() {}

    /** Every network at its default width, in the order of lists. */
    public static List<NetworkShape> all() {
        return ALL;
    }

    /** The network of a run file. */
    public static NetworkShape of(Dataset.Model model) {
        NetworkShape shape = named(model.name().label());
        NetworkShape ofWidth = model.width() == null ? shape : shape.withWidth(model.width());
        return model.stem() == null ? ofWidth : ofWidth.withStem(model.stem());
    }

    /**
     * The network of an order.
     *
     * @throws IllegalArgumentException when there is no such network
     */
    public static NetworkShape of(NetworkSpec network) {
        NetworkShape ofWidth = named(network.name()).withWidth(network.width());
        return network.stem().isPresent() ? ofWidth.withStem(network.stem().getAsInt()) : ofWidth;
    }

    /**
     * A network at its default width.
     *
     * @throws IllegalArgumentException when there is no such network
     */
    public static NetworkShape named(String name) {
        return ALL.stream()
                .filter(shape -> shape.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("network \"" + name + "\" is unknown; there are "
                        + ALL.stream().map(NetworkShape::name).collect(Collectors.joining(", "))));
    }
}
