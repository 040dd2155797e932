package io.mlfd.plan.afd;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.AfdSpec;
import io.mlfd.api.method.AfdSpec.Control;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.plan.network.StageShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has to hold of an AFD run. */
final class AfdRules {
    private final AfdSpec afd;
    private final NetworkGroup networks;
    private final MLFDRunSpec run;
    private final SpecProblems problems;

    AfdRules(AfdSpec afd, NetworkGroup networks, MLFDRunSpec run, SpecProblems problems) {
        this.afd = afd;
        this.networks = networks;
        this.run = run;
        this.problems = problems;
    }

    void check() {
        if (networks.areNamed()) {
            if (afd.peers() != null) {
                problems.add(networks.path(), "different networks are counted; leave out peers");
            }
            networks.check(run, problems);
            comparable();
        }
        controls();
        run.datasets().forEach(this::discriminator);
        problems.noTeachers("AFD", run.datasets());
    }

    private void comparable() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        networks.shapes().forEach(shape -> sizes.put(shape.label(), lastSize(shape)));
        problems.comparable(networks.path(), "last maps", sizes);
    }

    private void controls() {
        problems.distinct(AfdPlan.PATH + "controls", afd.controls());
        int count = networks.areNamed() ? networks.shapes().size() : networks.count();
        if (count <= 2 && afd.controls().contains(Control.ALL_PAIRS)) {
            problems.add(AfdPlan.PATH + "controls", "the ring of two networks is AllPairs already; leave it out");
        }
    }

    /** It sees the maps in the size of the smallest, and halves them. */
    private void discriminator(Dataset dataset) {
        List<NetworkShape> shapes =
                networks.areNamed() ? networks.shapes() : List.of(NetworkShapes.of(dataset.model()));
        int size = shapes.stream().mapToInt(this::lastSize).min().orElseThrow();
        if (size <= 1 << TrainAdversarialPeers.DISCRIMINATOR_HALVINGS) {
            problems.batchSizes()
                    .singleValue("a discriminator of data set \"" + dataset.name() + "\" halves maps of " + size + "x"
                            + size + " to 1x1");
        }
    }

    private int lastSize(NetworkShape shape) {
        List<StageShape> stages = shape.stages(run.input().size());
        return stages.get(stages.size() - 1).size();
    }
}
