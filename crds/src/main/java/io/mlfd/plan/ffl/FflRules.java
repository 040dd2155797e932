package io.mlfd.plan.ffl;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.FflSpec;
import io.mlfd.plan.NetworkGroup;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.TrainingDefaults;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.plan.network.StageShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has to hold of an FFL run. */
final class FflRules {
    private static final String PATH = "spec.method.ffl.";

    private final FflSpec ffl;
    private final NetworkGroup networks;
    private final MLFDRunSpec run;
    private final SpecProblems problems;

    FflRules(FflSpec ffl, NetworkGroup networks, MLFDRunSpec run, SpecProblems problems) {
        this.ffl = ffl;
        this.networks = networks;
        this.run = run;
        this.problems = problems;
    }

    void check() {
        if (networks.areNamed()) {
            networks();
        } else {
            branches();
        }
        ramp();
        problems.noTeachers("FFL", run.datasets());
    }

    private void ramp() {
        int epochs = new TrainingDefaults(run.training()).effective().epochs();
        if (ffl.ramp() != null && ffl.ramp().epochs() > epochs) {
            problems.add(
                    PATH + "ramp.epochs",
                    ffl.ramp().epochs() + " epochs are more than the training's " + epochs
                            + ": the divergences would never have their whole weight");
        }
    }

    private void branches() {
        if (ffl.shared() == null) {
            return;
        }
        for (Dataset dataset : run.datasets()) {
            NetworkShape network = NetworkShapes.of(dataset.model());
            if (ffl.shared() >= network.stageCount()) {
                problems.add(
                        PATH + "shared",
                        ffl.shared() + " of the " + network.stageCount() + " stages of " + network.label()
                                + ", data set \"" + dataset.name()
                                + "\": branches would have the same maps; share at most "
                                + (network.stageCount() - 1));
            }
        }
    }

    private void networks() {
        if (ffl.branches() != null || ffl.shared() != null) {
            problems.add(
                    networks.path(), "different networks share nothing and are counted; leave out branches and shared");
        }
        networks.check(run, problems);
        fusable(networks.shapes());
    }

    private void fusable(List<NetworkShape> shapes) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (NetworkShape shape : shapes) {
            List<StageShape> stages = shape.stages(run.input().size());
            sizes.put(shape.label(), stages.get(stages.size() - 1).size());
        }
        problems.fusable(networks.path(), "last maps", sizes);
    }
}
