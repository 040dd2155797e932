package io.mlfd.plan.afd;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.AfdSpec;
import io.mlfd.api.method.AfdSpec.Control;
import io.mlfd.contract.afd.TrainAdversarialPeers;
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.SpecProblems;

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
            problems.multiples(
                    networks.path(),
                    "last maps cannot be compared",
                    networks.lastSizes(run.input().size()));
        }
        controls();
        run.datasets().forEach(this::discriminator);
        problems.noTeachers("AFD", run.datasets());
        problems.noAverages("AFD", run.training());
    }

    private void controls() {
        problems.distinct(AfdPlan.PATH + "controls", afd.controls());
        if (networks.size() <= 2 && afd.controls().contains(Control.ALL_PAIRS)) {
            problems.add(AfdPlan.PATH + "controls", "the ring of two networks is AllPairs already; leave it out");
        }
    }

    /** It sees the maps in the size of the smallest, and halves them. */
    private void discriminator(Dataset dataset) {
        int size = networks.shapesFor(dataset, run.input().size()).stream()
                .mapToInt(network -> network.lastSize(run.input().size()))
                .min()
                .orElseThrow();
        if (size <= 1 << TrainAdversarialPeers.DISCRIMINATOR_HALVINGS) {
            problems.networkTrainings()
                    .singleValue("a discriminator of data set \"" + dataset.name() + "\" halves maps of " + size + "x"
                            + size + " to 1x1");
        }
    }
}
