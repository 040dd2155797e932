package io.mlfd.plan.network;

import io.mlfd.api.Dataset;
import io.mlfd.api.NetworkEntry;
import io.mlfd.contract.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The registry of networks: a family adds its shapes here and its parts to the trainer's {@code Networks}. */
public final class NetworkShapes {
    private static final List<NetworkShape> ALL = Stream.of(
                    ResNetShape.ALL,
                    WideResNetShape.ALL,
                    VggShape.ALL,
                    MobileNetShape.ALL,
                    ShuffleNetShape.ALL,
                    EfficientNetShape.ALL,
                    SeResNeXtShape.ALL,
                    DenseNetShape.ALL,
                    ConvNeXtShape.ALL,
                    VitShape.ALL,
                    SwinShape.ALL)
            .flatMap(List::stream)
            .toList();

    private NetworkShapes() {}

    /** Every network at its default width, in the order of lists. */
    public static List<NetworkShape> all() {
        return ALL;
    }

    /**
     * The network of a run file. What the file says and the network cannot have is left out here, and told by {@link
     * #refusals}.
     *
     * @param inputSize pixels on each side of the run's images
     */
    public static NetworkShape of(Dataset.Model model, int inputSize) {
        NetworkShape shape = named(model.name().label());
        NetworkEntry entry = model.entry() == null ? shape.usualEntry(inputSize) : model.entry();
        NetworkShape entered = shape.entries().contains(entry) ? shape.withEntry(entry) : shape;
        NetworkShape ofWidth = shape.hasWidths() && model.width() != null ? entered.withWidth(model.width()) : entered;
        return shape.hasStems() && model.stem() != null ? ofWidth.withStem(model.stem()) : ofWidth;
    }

    /**
     * What a run file says of a network and cannot be.
     *
     * @return messages by the field below {@code model}; by "" where it is no single one
     */
    public static Map<String, String> refusals(Dataset.Model model, int inputSize) {
        NetworkShape shape = named(model.name().label());
        Map<String, String> refusals = new LinkedHashMap<>();
        if (!shape.hasWidths() && model.width() != null) {
            refusals.put("width", shape.name() + " comes in one width; leave it out");
        }
        if (!shape.hasStems() && model.stem() != null) {
            refusals.put("stem", shape.name() + " has a stem that cannot be chosen; leave it out");
        }
        if (model.entry() != null && !shape.entries().contains(model.entry())) {
            refusals.put(
                    "entry",
                    shape.name() + " has the entry " + shape.entries().get(0).label() + " only; leave it out");
        }
        NetworkShape network = of(model, inputSize);
        network.refusal(inputSize)
                .ifPresent(why -> refusals.put(
                        "",
                        network.label() + ": images of " + inputSize + " pixels " + why
                                + "; choose another spec.input.size, network or entry"));
        return refusals;
    }

    /**
     * The network of an order.
     *
     * @throws IllegalArgumentException when there is no such network, or not as it is there
     */
    public static NetworkShape of(NetworkSpec network) {
        NetworkShape ofWidth = named(network.name()).withWidth(network.width());
        return ofWidth.withStem(network.stem().orElse(ofWidth.width()))
                .withEntry(network.entry().orElse(NetworkEntry.SMALL));
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
