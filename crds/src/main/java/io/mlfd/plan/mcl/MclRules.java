package io.mlfd.plan.mcl;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.MclSpec;
import io.mlfd.api.method.MclSpec.Control;
import io.mlfd.contract.mcl.TrainContrastingPeers.Weights;
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.TrainingDefaults;

/** What has to hold of an MCL run. */
final class MclRules {
    /** A pair, and one of another class. */
    private static final int FEWEST = 4;

    private final MclSpec mcl;
    private final Weights weights;
    private final NetworkGroup networks;
    private final MLFDRunSpec run;
    private final SpecProblems problems;

    /** @param weights as they take effect */
    MclRules(MclSpec mcl, Weights weights, NetworkGroup networks, MLFDRunSpec run, SpecProblems problems) {
        this.mcl = mcl;
        this.weights = weights;
        this.networks = networks;
        this.run = run;
        this.problems = problems;
    }

    void check() {
        if (networks.areNamed() && mcl.peers() != null) {
            problems.add(MclPlan.PATH + "networks", "different networks are counted; leave out peers");
        }
        networks.check(run, problems);
        pairs();
        controls();
        problems.mixing()
                .refuse("MCL tells images of one class from all others, and a mixed image is of two; leave it out");
        problems.noTeachers("MCL", run.datasets());
        problems.noAverages("MCL", run.training());
    }

    /** What the file says of it; the trainer counts the images of each class. */
    private void pairs() {
        int batchSize = new TrainingDefaults(run.training()).effective().batchSize();
        if (batchSize < FEWEST || batchSize % 2 != 0) {
            problems.add(
                    "spec.training.batchSize",
                    batchSize + ": MCL's batches are pairs of images of a class, beside pairs of others; use an even"
                            + " number of " + FEWEST + " or more");
        }
        for (int i = 0; i < run.datasets().size(); i++) {
            Dataset.Source source = run.datasets().get(i).source();
            if (source.trainPerClass() != null && source.trainPerClass() < 2) {
                problems.add(
                        "spec.datasets[" + i + "].source.trainPerClass",
                        source.trainPerClass() + ": MCL's batches are pairs of images of a class; use 2 or more");
            }
        }
    }

    private void controls() {
        problems.distinct(MclPlan.PATH + "controls", mcl.controls());
        boolean interacts = weights.interactive() != 0 || weights.softVanilla() != 0 || weights.softInteractive() != 0;
        if (!interacts && mcl.controls().contains(Control.WITHOUT_INTERACTION)) {
            problems.add(
                    MclPlan.PATH + "controls",
                    "without weights of interaction the method is WithoutInteraction already; leave it out");
        }
        if (!interacts && weights.vanilla() == 0 && mcl.controls().contains(Control.WITHOUT_CONTRAST)) {
            problems.add(
                    MclPlan.PATH + "controls",
                    "with all weights of contrast 0 the method is WithoutContrast already; leave it out");
        }
        if (weights.vanilla() == 0 && mcl.controls().size() > 1) {
            problems.add(MclPlan.PATH + "controls", "with contrast.vanillaWeight 0 both are the same; name one");
        }
    }
}
