package io.mlfd.plan.mlfd;

import io.mlfd.api.Dataset;
import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.method.MlfdSpec;
import io.mlfd.api.method.MlfdSpec.Standardisation;
import io.mlfd.contract.Training;
import io.mlfd.plan.DatasetNetworks;
import io.mlfd.plan.HadamardMatrix;
import io.mlfd.plan.Level;
import io.mlfd.plan.NetworkTrainingRules.Settings;
import io.mlfd.plan.SpecProblems;
import io.mlfd.plan.TrainingDefaults;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.StageShape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What has to hold of an MLFD run. */
final class MlfdRules {
    private static final String VIEWS = "spec.method.mlfd.distillation.cache.views";

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
        rotations(mlfd.levels().isEmpty() ? MlfdPlan.LEVELS : mlfd.levels());
        batchSizes();
        students();
        if (mlfd.joint() != null) {
            new FoldRules(mlfd.joint(), run, problems).check();
            problems.training("spec.method.mlfd.joint.training", mlfd.joint().training());
            if (mlfd.joint().training() != null && mlfd.joint().training().augmentation() != null) {
                problems.add(
                        "spec.method.mlfd.joint.training.augmentation",
                        "the joint teacher trains on cached maps of unaugmented images; leave it out");
            }
            if (mlfd.joint().training() != null
                    && mlfd.joint().training().optimizer() != null
                    && mlfd.joint().training().optimizer().layerDecay() != null) {
                problems.add(
                        "spec.method.mlfd.joint.training.optimizer.layerDecay",
                        "the joint teacher has no layers with rates of their own; leave it out");
            }
        }
        if (mlfd.distillation() != null) {
            problems.training(
                    "spec.method.mlfd.distillation.training",
                    mlfd.distillation().training());
            levelWeights(mlfd.distillation().levelWeights());
            MlfdSpec.Weights weights = mlfd.distillation().weights();
            if (weights != null && weights.soft() + weights.features() + weights.hard() <= 0) {
                problems.add("spec.method.mlfd.distillation.weights", "all are zero, nothing would be learnt");
            }
        }
        MlfdPlan.cache(mlfd).map(MlfdSpec.OutputCache::views).ifPresent(this::views);
    }

    private void levelWeights(Map<String, Double> given) {
        String path = "spec.method.mlfd.distillation.levelWeights";
        List<String> levels = mlfd.levels().isEmpty() ? MlfdPlan.LEVELS : mlfd.levels();
        given.keySet().stream()
                .filter(level -> !levels.contains(level))
                .sorted()
                .forEach(level -> problems.add(path + "." + level, "is none of spec.method.mlfd.levels, " + levels));
        if (levels.stream().allMatch(level -> given.getOrDefault(level, 1.0) == 0)) {
            problems.add(path, "all levels weigh 0; set weights.features to 0 instead");
        }
    }

    private void students() {
        if (run.datasets().stream().noneMatch(dataset -> networks(dataset).hasStudent())) {
            problems.add(
                    "spec.datasets", "none has a student, nothing would be distilled; leave student.none out of one");
        }
        for (int i = 0; i < run.datasets().size(); i++) {
            DatasetNetworks networks = networks(run.datasets().get(i));
            String path = "spec.datasets[" + i + "].student";
            if (!networks.hasStudent()) {
                helper(path, networks.dataset().student());
                continue;
            }
            problems.mixing()
                    .refuse(
                            "students learn what is known of images as they are, and of mixed ones nothing is; leave it out, or"
                                    + " name an augmentation without it in spec.method.mlfd.distillation.training",
                            own(path, networks),
                            student());
            problems.networkTrainings().network(networks.dataset(), own(path, networks), student());
            if (networks.init().equals(Optional.of(StudentInit.TEACHER)) && networks.differ()) {
                problems.add(
                        path + ".init",
                        "Teacher: the student is " + networks.student().label() + " and the expert "
                                + networks.expert().label() + "; give them one model, or start from Random");
            }
        }
    }

    /** Every view of a cache must be seen, and be another. */
    private void views(int views) {
        for (Dataset dataset : run.datasets()) {
            DatasetNetworks networks = networks(dataset);
            if (!networks.hasStudent()) {
                continue;
            }
            Training training = new TrainingDefaults(
                            run.training(),
                            networks.studentTraining().orElse(null),
                            mlfd.distillation().training())
                    .effective();
            String of = "the student of data set \"" + dataset.name() + "\"";
            if (views > training.epochs()) {
                problems.add(
                        VIEWS,
                        views + ": " + of + " is trained for " + training.epochs()
                                + " epochs and sees one view in each; say " + training.epochs() + " or less");
            }
            if (views > 1 && training.augmentation().equals(Training.Augmentation.NONE)) {
                problems.add(
                        VIEWS,
                        views + ": images of " + of + " are not augmented, so that all views are alike; say 1, or leave"
                                + " views out");
            }
        }
    }

    private void helper(String path, Dataset.Student student) {
        if (student.model() != null || student.training() != null || student.init() != null || student.file() != null) {
            problems.add(path, "none: there is no student; leave model, training, init and file out");
        }
    }

    private static Settings own(String path, DatasetNetworks networks) {
        return new Settings(path + ".training", networks.studentTraining());
    }

    private void batchSizes() {
        Settings joint = new Settings(
                "spec.method.mlfd.joint.training",
                Optional.ofNullable(mlfd.joint()).map(MlfdSpec.Joint::training));
        List<String> levels = mlfd.levels().isEmpty() ? MlfdPlan.LEVELS : mlfd.levels();
        levels.stream().filter(this::isOfOneValue).findFirst().ifPresent(level -> problems.networkTrainings()
                .singleValue(
                        "the joint teacher's level \"" + level + "\" has one value of a channel for an image", joint));
    }

    private DatasetNetworks networks(Dataset dataset) {
        return new DatasetNetworks(dataset, run.input().size());
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
                                .map(this::networks)
                                .flatMap(networks -> Stream.of(networks.expert(), networks.student()))
                                .flatMap(network ->
                                        level.stageOf(network, run.input().size()).stream())
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

    /** What is rotated by a Hadamard matrix has to have one of as many channels. */
    private void rotations(List<String> names) {
        if (mlfd.joint() == null || mlfd.joint().standardisation() != Standardisation.PHI_S) {
            return;
        }
        Set<NetworkShape> fused = new LinkedHashSet<>();
        run.datasets().forEach(dataset -> fused.add(networks(dataset).expert()));
        if (MlfdPlan.fusesUnions(mlfd)) {
            run.datasets().stream()
                    .map(this::networks)
                    .filter(DatasetNetworks::hasStudent)
                    .forEach(networks -> fused.add(networks.student()));
        }
        for (Level level :
                names.stream().map(Level::parse).flatMap(Optional::stream).toList()) {
            for (NetworkShape network : fused) {
                channels(network, level)
                        .filter(channels -> HadamardMatrix.of(channels).isEmpty())
                        .ifPresent(channels -> problems.add(
                                "spec.method.mlfd.joint.standardisation",
                                "PhiS: " + network.label() + " has " + channels + " channels at level \"" + level
                                        + "\", a number that no Hadamard matrix is made for; choose PerChannel, or"
                                        + " another width"));
            }
        }
    }

    private Optional<Integer> channels(NetworkShape network, Level level) {
        return level instanceof Level.FeatureMap
                ? level.stageOf(network, run.input().size()).map(StageShape::channels)
                : Optional.of(network.embeddingLength());
    }

    private void fusable(String path, Level level) {
        Map<String, Integer> experts = new TreeMap<>();
        Map<String, Integer> students = new TreeMap<>();
        for (Dataset dataset : run.datasets()) {
            DatasetNetworks networks = networks(dataset);
            String of = "data set \"" + dataset.name() + "\"";
            problems.maps(path, level, networks.expert(), of)
                    .ifPresent(maps -> experts.put(dataset.name(), maps.size()));
            if (networks.differ()) {
                problems.maps(path, level, networks.student(), "the student of " + of)
                        .ifPresent(maps -> students.put(dataset.name() + "'s student", maps.size()));
            }
        }
        // Union networks are the students', and are fused.
        if (MlfdPlan.projector(mlfd).isPresent() && !MlfdPlan.fusesUnions(mlfd)) {
            problems.multiples(path, "\"" + level + "\": maps cannot be fused", experts);
            projected(path, level, experts, students);
        } else {
            Map<String, Integer> all = new TreeMap<>(experts);
            all.putAll(students);
            problems.multiples(path, "\"" + level + "\": maps cannot be fused", all);
        }
    }

    /** A joint teacher that knows no students has maps of the smallest expert's size. */
    private void projected(String path, Level level, Map<String, Integer> experts, Map<String, Integer> students) {
        int common = experts.values().stream().mapToInt(Integer::intValue).min().orElse(1);
        students.forEach((whose, size) -> {
            if (size % common != 0) {
                problems.add(
                        path,
                        "\"" + level + "\": maps of " + whose + " are " + size + "x" + size
                                + ", no multiple of the experts' smallest, " + common + "x" + common
                                + "; leave out spec.method.mlfd.distillation.projector, or choose another model");
            }
        });
    }
}
