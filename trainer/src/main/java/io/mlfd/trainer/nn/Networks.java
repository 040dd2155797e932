package io.mlfd.trainer.nn;

import io.mlfd.plan.network.ConvNeXtShape;
import io.mlfd.plan.network.DenseNetShape;
import io.mlfd.plan.network.EfficientNetShape;
import io.mlfd.plan.network.MobileNetShape;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.ResNetShape;
import io.mlfd.plan.network.SeResNeXtShape;
import io.mlfd.plan.network.ShuffleNetShape;
import io.mlfd.plan.network.SwinShape;
import io.mlfd.plan.network.VggShape;
import io.mlfd.plan.network.VitShape;
import io.mlfd.plan.network.WideResNetShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The registry of what networks are made of, and the only way to make one. */
public final class Networks {
    private static final List<Family<?>> FAMILIES = List.of(
            new Family<>(ResNetShape.class, ResNet::new),
            new Family<>(WideResNetShape.class, WideResNet::new),
            new Family<>(VggShape.class, Vgg::new),
            new Family<>(MobileNetShape.class, MobileNet::new),
            new Family<>(ShuffleNetShape.class, ShuffleNet::new),
            new Family<>(EfficientNetShape.class, EfficientNet::new),
            new Family<>(SeResNeXtShape.class, SeResNeXt::new),
            new Family<>(DenseNetShape.class, DenseNet::new),
            new Family<>(ConvNeXtShape.class, ConvNeXt::new),
            new Family<>(VitShape.class, Vit::new),
            new Family<>(SwinShape.class, Swin::new));

    private record Family<S extends NetworkShape>(Class<S> shapes, Function<S, NetworkParts> parts) {
        Optional<NetworkParts> of(NetworkShape shape) {
            return shapes.isInstance(shape) ? Optional.of(parts.apply(shapes.cast(shape))) : Optional.empty();
        }
    }

    private Networks() {}

    /**
     * Builds a network with first values that depend on nothing but the scope's seed and the variables' full names and
     * shapes.
     *
     * @param classes number of logits
     * @param scope a new one, which gets nothing but this network
     */
    public static Network build(NetworkShape shape, int classes, Scope scope) {
        requirePositive("classes", classes);
        NetworkParts parts = parts(shape);
        Module stem = parts.stem(scope);
        List<Module> stages = stages(parts, 0, shape.stageCount(), scope);
        StateDict extractor = scope.state();
        Head head = parts.head(classes, scope);
        return new Network(shape, classes, stem, stages, parts::maps, head, extractor, scope.state());
    }

    /**
     * Builds networks of one shape with the first stages in common. Branches start from different values, because their
     * variables' names differ.
     *
     * @param classes number of logits of each branch
     * @param sharedStages 0 to share nothing, {@link NetworkShape#stageCount} to share everything but the heads
     * @param scope a new one, which gets nothing but these networks
     */
    public static BranchedNetwork branched(
            NetworkShape shape, int classes, int sharedStages, int branches, Scope scope) {
        requirePositive("classes", classes);
        requirePositive("branches", branches);
        if (sharedStages < 0 || sharedStages > shape.stageCount()) {
            throw new IllegalArgumentException("sharedStages: " + sharedStages + " is not in [0, " + shape.stageCount()
                    + "], the stages of " + shape.label());
        }
        NetworkParts parts = parts(shape);
        Scope trunk = scope.child("shared");
        Optional<Module> sharedStem = sharedStages == 0 ? Optional.empty() : Optional.of(parts.stem(trunk));
        List<Module> shared = stages(parts, 0, sharedStages, trunk);
        List<Network> networks = new ArrayList<>();
        for (int branch = 0; branch < branches; branch++) {
            Scope own = scope.child("branches").child(Integer.toString(branch));
            Module stem = sharedStem.orElseGet(() -> parts.stem(own));
            List<Module> further = stages(parts, sharedStages, shape.stageCount(), own);
            StateDict extractor = trunk.state().with(own.state());
            Head head = parts.head(classes, own);
            List<Module> all = Stream.concat(shared.stream(), further.stream()).toList();
            networks.add(new Network(
                    shape,
                    classes,
                    stem,
                    all,
                    parts::maps,
                    head,
                    extractor,
                    trunk.state().with(own.state())));
        }
        return new BranchedNetwork(sharedStages, networks, scope.state());
    }

    /**
     * Builds networks of one family over one stem: {@code shared} holds it, each network has its stages and head under {@code
     * branches.0} and so on.
     *
     * @param shapes at least one, all with the same stem; stages may differ in width and number
     * @param classes number of logits of each
     * @param scope a new one, which gets nothing but these networks
     */
    public static StemmedNetworks overOneStem(List<NetworkShape> shapes, int classes, Scope scope) {
        requirePositive("classes", classes);
        requirePositive("networks", shapes.size());
        NetworkShape first = shapes.get(0);
        Scope trunk = scope.child("shared");
        Module stem = parts(first).stem(trunk);
        List<Network> networks = new ArrayList<>();
        for (NetworkShape shape : shapes) {
            if (shape.getClass() != first.getClass()
                    || shape.stem() != first.stem()
                    || shape.entry() != first.entry()) {
                throw new IllegalArgumentException(
                        shape.label() + " has not the stem of " + first.label() + ", they cannot share it");
            }
            Scope own = scope.child("branches").child(Integer.toString(networks.size()));
            NetworkParts parts = parts(shape);
            List<Module> stages = stages(parts, 0, shape.stageCount(), own);
            StateDict extractor = trunk.state().with(own.state());
            Head head = parts.head(classes, own);
            networks.add(new Network(
                    shape,
                    classes,
                    stem,
                    stages,
                    parts::maps,
                    head,
                    extractor,
                    trunk.state().with(own.state())));
        }
        return new StemmedNetworks(networks, scope.state());
    }

    /**
     * Builds networks of any shapes with nothing in common, each under {@code branches.0} and so on. Those of one shape start
     * from different values, because their variables' names differ.
     *
     * @param classes number of logits of each
     * @param scope a new one, which gets nothing but these networks
     */
    public static List<Network> apart(List<NetworkShape> shapes, int classes, Scope scope) {
        List<Network> networks = new ArrayList<>();
        for (NetworkShape shape : shapes) {
            Scope own = scope.child("branches").child(Integer.toString(networks.size()));
            networks.add(build(shape, classes, own));
        }
        return List.copyOf(networks);
    }

    private static List<Module> stages(NetworkParts parts, int first, int end, Scope scope) {
        return IntStream.range(first, end)
                .mapToObj(stage -> parts.stage(stage, scope))
                .toList();
    }

    private static NetworkParts parts(NetworkShape shape) {
        return FAMILIES.stream()
                .flatMap(family -> family.of(shape).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("network " + shape.label() + " is of no family"));
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": " + value + " is not positive");
        }
    }
}
