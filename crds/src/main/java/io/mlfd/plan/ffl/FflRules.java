package io.mlfd.plan.ffl;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.FflSpec;
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
    private final MLFDRunSpec run;
    private final SpecProblems problems;

    FflRules(FflSpec ffl, MLFDRunSpec run, SpecProblems problems) {
        this.ffl = ffl;
        this.run = run;
        this.problems = problems;
    }

    void check() {
        if (ffl.networks().isEmpty()) {
            branches();
        } else {
            networks();
        }
        ramp();
        for (int i = 0; i < run.datasets().size(); i++) {
            if (run.datasets().get(i).teacher() != null) {
                problems.add("spec.datasets[" + i + "].teacher", "FFL has no teachers; leave it out");
            }
        }
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
                    PATH + "networks",
                    "different networks share nothing and are counted; leave out branches and shared");
        }
        List<NetworkShape> shapes =
                ffl.networks().stream().map(NetworkShapes::of).toList();
        NetworkShape first = shapes.get(0);
        for (int i = 0; i < run.datasets().size(); i++) {
            NetworkShape own = NetworkShapes.of(run.datasets().get(i).model());
            if (!own.equals(first)) {
                problems.add(
                        "spec.datasets[" + i + "].model",
                        own.label() + " is not " + first.label() + ", the first of " + PATH
                                + "networks; name the same network in both places");
            }
        }
        fusable(shapes);
        for (int i = 0; i < shapes.size(); i++) {
            problems.batchSizes().network(shapes.get(i), PATH + "networks[" + i + "]");
        }
    }

    private void fusable(List<NetworkShape> shapes) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (NetworkShape shape : shapes) {
            List<StageShape> stages = shape.stages(run.input().size());
            sizes.put(shape.label(), stages.get(stages.size() - 1).size());
        }
        problems.fusable(PATH + "networks", "last maps", sizes);
    }
}
