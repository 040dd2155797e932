package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MethodSpec;
import io.mlfd.api.TrainingSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the schema cannot state, or states in CEL, which only the API server evaluates. Finds all problems, not the first.
 */
final class SpecRules {
    private final MLFDRunSpec spec;
    private final List<Problem> problems = new ArrayList<>();

    SpecRules(MLFDRunSpec spec) {
        this.spec = spec;
    }

    List<Problem> problems() {
        datasets();
        training("spec.training", spec.training());
        if (spec.method() == null || spec.method().mlfd() == null) {
            add("spec.method", "name one; there is mlfd");
        } else {
            mlfd(spec.method().mlfd());
        }
        distinct("spec.seeds", spec.seeds());
        distinct("spec.baselines", spec.baselines());
        storage();
        pods();
        durations();
        return List.copyOf(problems);
    }

    private void datasets() {
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < spec.datasets().size(); i++) {
            Dataset dataset = spec.datasets().get(i);
            String path = "spec.datasets[" + i + "]";
            Integer earlier = seen.putIfAbsent(dataset.name(), i);
            if (earlier != null) {
                add(
                        path + ".name",
                        "\"" + dataset.name() + "\" is the name of spec.datasets[" + earlier
                                + "] already; names must differ");
            }
            source(path + ".source", dataset.source());
            if (dataset.teacher() != null) {
                teacher(path + ".teacher", dataset.teacher());
            }
        }
    }

    private void source(String path, Dataset.Source source) {
        if ((source.imageFolder() == null) == (source.generated() == null)) {
            add(path, "name exactly one of imageFolder and generated");
        }
        if (source.imageFolder() != null) {
            belowRoot(path + ".imageFolder.path", source.imageFolder().path());
        }
        if (source.generated() != null) {
            if (source.claimName() != null) {
                add(path + ".claimName", "generated images need no claim; leave it out");
            }
            if (source.trainPerClass() == null || source.testPerClass() == null) {
                add(path, "trainPerClass and testPerClass are needed for generated images");
            }
        }
        distinct(path + ".classes", source.classes());
    }

    private void teacher(String path, Dataset.Teacher teacher) {
        if (teacher.training() != null && teacher.checkpoint() != null) {
            add(path, "a checkpoint is not trained; name either training or checkpoint");
        }
        if (teacher.checkpoint() != null) {
            belowRoot(path + ".checkpoint.path", teacher.checkpoint().path());
        }
        training(path + ".training", teacher.training());
    }

    private void belowRoot(String path, String value) {
        if (value.startsWith("/") || List.of(value.split("/", -1)).contains("..")) {
            add(path, "\"" + value + "\" must lie below the data root: no leading / and no ..");
        }
    }

    private void training(String path, TrainingSpec training) {
        if (training != null) {
            problems.addAll(new TrainingRules(path, spec.input().size()).problems(training));
        }
    }

    private void mlfd(MethodSpec.Mlfd mlfd) {
        if (spec.datasets().size() < 2) {
            add(
                    "spec.datasets",
                    "MLFD fuses the experts of at least two data sets, found "
                            + spec.datasets().size());
        }
        levels(mlfd.levels());
        if (mlfd.joint() != null) {
            training("spec.method.mlfd.joint.training", mlfd.joint().training());
            if (mlfd.joint().training() != null && mlfd.joint().training().augmentation() != null) {
                add(
                        "spec.method.mlfd.joint.training.augmentation",
                        "the joint teacher trains on cached maps of unaugmented images; leave it out");
            }
        }
        if (mlfd.distillation() != null) {
            training(
                    "spec.method.mlfd.distillation.training",
                    mlfd.distillation().training());
            MethodSpec.Weights weights = mlfd.distillation().weights();
            if (weights != null && weights.soft() + weights.features() + weights.hard() <= 0) {
                add("spec.method.mlfd.distillation.weights", "all are zero, nothing would be learnt");
            }
        }
    }

    private void levels(List<String> names) {
        distinct("spec.method.mlfd.levels", names);
        for (int i = 0; i < names.size(); i++) {
            String path = "spec.method.mlfd.levels[" + i + "]";
            Optional<Level> level = Level.parse(names.get(i));
            if (level.isEmpty()) {
                add(path, "\"" + names.get(i) + "\" is no level; there are last, last-1 … last-9 and embedding");
            } else if (level.get() instanceof Level.FeatureMap) {
                fusable(path, level.get());
            }
        }
    }

    private void fusable(String path, Level level) {
        Map<String, Integer> sizes = new HashMap<>();
        for (Dataset dataset : spec.datasets()) {
            Architecture architecture = Architectures.of(dataset.model());
            architecture
                    .stageAt(level, spec.input().size())
                    .ifPresentOrElse(
                            shape -> sizes.put(dataset.name(), shape.size()),
                            () -> add(
                                    path,
                                    "\"" + level + "\": " + architecture + " of data set \"" + dataset.name()
                                            + "\" has only "
                                            + architecture.family().stages() + " stages"));
        }
        int smallest = sizes.values().stream().mapToInt(Integer::intValue).min().orElse(1);
        if (sizes.values().stream().anyMatch(size -> size % smallest != 0)) {
            String found = sizes.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> entry.getKey() + " " + entry.getValue() + "x" + entry.getValue())
                    .collect(Collectors.joining(", "));
            add(
                    path,
                    "\"" + level + "\": maps cannot be fused, their sizes are no multiples of the smallest (" + found
                            + "); choose a spec.input.size that is a power of two");
        }
    }

    private void storage() {
        MLFDRunSpec.Storage storage = spec.storage();
        if (storage == null) {
            return;
        }
        if (storage.size() != null) {
            problems.addAll(Quantities.size("spec.storage.size", storage.size()));
        }
        if ((storage.claimName() == null) == (storage.size() == null)) {
            add(
                    "spec.storage",
                    "name exactly one of claimName (an existing claim) and size (a claim made for the run)");
        }
        if (storage.claimName() != null
                && (storage.storageClassName() != null || !storage.accessModes().isEmpty())) {
            add("spec.storage", "storageClassName and accessModes: an existing claim has its own; leave them out");
        }
    }

    private void pods() {
        pod("spec.pod", spec.pod());
        MLFDRunSpec.Stages stages = spec.stages();
        if (stages != null) {
            stagePod("teacher", stages.teacher());
            stagePod("joint", stages.joint());
            stagePod("distill", stages.distill());
            stagePod("baseline", stages.baseline());
            stagePod("report", stages.report());
        }
    }

    private void stagePod(String kind, MLFDRunSpec.StageSettings settings) {
        if (settings != null) {
            pod("spec.stages." + kind + ".pod", settings.pod());
        }
    }

    private void pod(String path, io.mlfd.api.PodSettings pod) {
        if (pod == null) {
            return;
        }
        if (pod.resources() != null) {
            problems.addAll(Quantities.problems(
                    path + ".resources.requests", pod.resources().requests()));
            problems.addAll(Quantities.problems(
                    path + ".resources.limits", pod.resources().limits()));
            problems.addAll(Quantities.aboveLimits(path + ".resources", pod.resources()));
        }
        for (int i = 0; i < pod.env().size(); i++) {
            if (pod.env().get(i).name().startsWith("MLFD_")) {
                add(path + ".env[" + i + "].name", "MLFD_ is reserved");
            }
        }
    }

    private void durations() {
        if (spec.timeouts() != null) {
            duration("spec.timeouts.pending", spec.timeouts().pending());
            duration("spec.timeouts.stage", spec.timeouts().stage());
            duration("spec.timeouts.run", spec.timeouts().run());
        }
        if (spec.retries() != null && spec.retries().backoff() != null) {
            duration("spec.retries.backoff.initial", spec.retries().backoff().initial());
            duration("spec.retries.backoff.max", spec.retries().backoff().max());
        }
    }

    private void duration(String path, String text) {
        if (text != null && Durations.parse(text).isEmpty()) {
            add(path, "\"" + text + "\" is no length of time above zero; write it as 90s, 10m or 1h30m");
        }
    }

    private <T> void distinct(String path, List<T> values) {
        Set<T> seen = new HashSet<>();
        for (T value : values) {
            if (!seen.add(value)) {
                add(path, value + " stands there twice");
            }
        }
    }

    private void add(String path, String message) {
        problems.add(new Problem(path, message));
    }
}
