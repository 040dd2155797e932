package io.mlfd.plan.mlfd;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.MlfdSpec;
import io.mlfd.plan.BatchSizeRules.Settings;
import io.mlfd.plan.Level;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.network.NetworkShapes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What has to hold of an MLFD run. */
final class MlfdRules {
    private final MlfdSpec mlfd;
    private final MLFDRunSpec run;
    private final SpecProblems problems;

    MlfdRules(MlfdSpec mlfd, MLFDRunSpec run, SpecProblems problems) {
        this.mlfd = mlfd;
        this.run = run;
        this.problems = problems;
    }

    void check() {
        if (run.datasets().size() < 2) {
            problems.add(
                    "spec.datasets",
                    "MLFD fuses the experts of at least two data sets, found "
                            + run.datasets().size());
        }
        levels(mlfd.levels());
        batchSizes();
        problems.mixing()
                .refuse(
                        "students learn what is known of images as they are, and of mixed ones nothing is; leave it out, or"
                                + " name an augmentation without it in spec.method.mlfd.distillation.training",
                        student());
        if (mlfd.joint() != null) {
            problems.training("spec.method.mlfd.joint.training", mlfd.joint().training());
            if (mlfd.joint().training() != null && mlfd.joint().training().augmentation() != null) {
                problems.add(
                        "spec.method.mlfd.joint.training.augmentation",
                        "the joint teacher trains on cached maps of unaugmented images; leave it out");
            }
        }
        if (mlfd.distillation() != null) {
            problems.training(
                    "spec.method.mlfd.distillation.training",
                    mlfd.distillation().training());
            MlfdSpec.Weights weights = mlfd.distillation().weights();
            if (weights != null && weights.soft() + weights.features() + weights.hard() <= 0) {
                problems.add("spec.method.mlfd.distillation.weights", "all are zero, nothing would be learnt");
            }
        }
    }

    private void batchSizes() {
        Settings joint = new Settings(
                "spec.method.mlfd.joint.training",
                Optional.ofNullable(mlfd.joint()).map(MlfdSpec.Joint::training));
        run.datasets().forEach(dataset -> problems.batchSizes().network(dataset, student()));
        List<String> levels = mlfd.levels().isEmpty() ? MlfdPlan.LEVELS : mlfd.levels();
        levels.stream().filter(this::isOfOneValue).findFirst().ifPresent(level -> problems.batchSizes()
                .singleValue(
                        "the joint teacher's level \"" + level + "\" has one value of a channel for an image", joint));
    }

    private Settings student() {
        return new Settings(
                "spec.method.mlfd.distillation.training",
                Optional.ofNullable(mlfd.distillation()).map(MlfdSpec.Distillation::training));
    }

    /** Fused maps are as small as the smallest. Names that are no level are told elsewhere. */
    private boolean isOfOneValue(String name) {
        return Level.parse(name)
                .filter(level -> !(level instanceof Level.FeatureMap)
                        || run.datasets().stream()
                                .flatMap(dataset ->
                                        level
                                                .stageOf(
                                                        NetworkShapes.of(dataset.model()),
                                                        run.input().size())
                                                .stream())
                                .anyMatch(shape -> shape.size() == 1))
                .isPresent();
    }

    private void levels(List<String> names) {
        problems.distinct("spec.method.mlfd.levels", names);
        for (int i = 0; i < names.size(); i++) {
            String path = "spec.method.mlfd.levels[" + i + "]";
            Optional<Level> level = Level.parse(names.get(i));
            if (level.isEmpty()) {
                problems.add(
                        path, "\"" + names.get(i) + "\" is no level; there are last, last-1 … last-9 and embedding");
            } else if (level.get() instanceof Level.FeatureMap) {
                fusable(path, level.get());
            }
        }
    }

    private void fusable(String path, Level level) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (Dataset dataset : run.datasets()) {
            problems.maps(path, level, dataset).ifPresent(maps -> sizes.put(dataset.name(), maps.size()));
        }
        problems.multiples(path, "\"" + level + "\": maps cannot be fused", sizes);
    }
}
