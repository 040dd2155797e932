package io.mlfd.trainer.nn;

import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.plan.network.ResNetShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every network as a test can afford it: narrow where it has widths; all ResNets, and of other families the smallest. */
final class NarrowNetworks {
    private NarrowNetworks() {}

    /** With the small entry. {@code width}: of those that have widths */
    static Stream<NetworkShape> all(int width) {
        List<NetworkShape> narrow = NetworkShapes.all().stream()
                .map(network -> network.hasWidths() ? network.withWidth(width) : network)
                .toList();
        Map<Class<?>, NetworkShape> smallest = new HashMap<>();
        narrow.forEach(network -> smallest.merge(
                network.getClass(), network, (one, two) -> one.parameters(2) <= two.parameters(2) ? one : two));
        return narrow.stream()
                .filter(network -> network instanceof ResNetShape || network.equals(smallest.get(network.getClass())));
    }

    /** The same with every entry, and with another stem where it can be chosen. */
    static Stream<NetworkShape> allKinds(int width, int stem) {
        return all(width)
                .flatMap(network -> network.entries().stream().map(network::withEntry))
                .flatMap(network ->
                        network.hasStems() ? Stream.of(network, network.withStem(stem)) : Stream.of(network));
    }
}
