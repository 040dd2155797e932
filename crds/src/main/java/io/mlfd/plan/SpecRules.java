package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.contract.DataSource;
import io.mlfd.contract.StageKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the schema cannot state, or states in CEL, which only the API server evaluates. Finds all problems, not the first.
 */
final class SpecRules {
    private final MLFDRunSpec spec;
    private final SpecProblems problems;

    SpecRules(MLFDRunSpec spec) {
        this.spec = spec;
        this.problems = new SpecProblems(spec);
    }

    List<Problem> problems() {
        datasets();
        problems.training("spec.training", spec.training());
        method();
        problems.networkTrainings().common();
        problems.distinct("spec.seeds", spec.seeds());
        problems.distinct("spec.baselines", spec.baselines());
        storage();
        pods();
        durations();
        return problems.all();
    }

    private void method() {
        List<Method> named = spec.method() == null ? List.of() : Methods.named(spec.method());
        if (named.size() != 1) {
            add(
                    "spec.method",
                    named.isEmpty()
                            ? "name one; there is " + Methods.names()
                            : "name exactly one of " + Methods.names());
            return;
        }
        MethodPlan plan = named.get(0).of(spec.method()).orElseThrow();
        plan.check(spec, problems);
        spec.baselines().stream()
                .filter(baseline -> !plan.baselines().contains(baseline))
                .forEach(baseline ->
                        add("spec.baselines", named.get(0).name() + " has no " + baseline.label() + "; leave it out"));
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
            problems.model(path + ".model", dataset.model());
            if (dataset.teacher() != null && dataset.teacher().model() != null) {
                problems.model(path + ".teacher.model", dataset.teacher().model());
            }
            if (dataset.student() != null && dataset.student().model() != null) {
                problems.model(path + ".student.model", dataset.student().model());
            }
            if (dataset.teacher() != null) {
                teacher(path + ".teacher", dataset.teacher());
            }
            if (dataset.student() != null) {
                student(path + ".student", dataset.student());
            }
        }
    }

    private void source(String path, Dataset.Source source) {
        if ((source.imageFolder() == null) == (source.generated() == null)) {
            add(path, "name exactly one of imageFolder and generated");
        }
        if (source.imageFolder() != null) {
            belowRoot(path + ".imageFolder.path", source.imageFolder().path());
            if (source.imageFolder().folders() != null) {
                folders(path, source, source.imageFolder().folders());
            }
            if (source.imageFolder().layout() != null) {
                new ImageLayoutRules(problems, path + ".imageFolder").check(source.imageFolder());
            }
        }
        if (source.generated() != null) {
            if (source.claimName() != null) {
                add(path + ".claimName", "generated images need no claim; leave it out");
            }
            if (source.trainPerClass() == null || source.testPerClass() == null) {
                add(path, "trainPerClass and testPerClass are needed for generated images");
            }
        }
        problems.distinct(path + ".classes", source.classes());
    }

    private void folders(String path, Dataset.Source source, Dataset.Folders folders) {
        String at = path + ".imageFolder.folders";
        belowPath(at + ".train", folders.train());
        belowPath(at + ".validation", folders.validation());
        belowPath(at + ".test", folders.test());
        if (folders.test() != null && folders.testFraction() != null) {
            add(at + ".testFraction", "takes the place of a folder; leave it or test out");
        }
        DataSource.Folders effective = DatasetWorks.folders(folders);
        problems.distinct(
                at,
                Stream.of(Optional.of(effective.train()), effective.validation(), effective.test())
                        .flatMap(Optional::stream)
                        .toList());
        boolean alone = folders.testFraction() != null && folders.validation() == null;
        if (".".equals(folders.train()) && !alone) {
            add(
                    at + ".train",
                    "where class folders lie in the data set's own folder there are no others; use testFraction");
        }
        if (folders.validation() != null && source.validation() != null) {
            add(
                    path + ".validation",
                    "there is a folder of validation images, imageFolder.folders.validation; leave one out");
        }
    }

    private void belowPath(String path, String value) {
        if (value != null && climbs(value)) {
            add(path, "\"" + value + "\" must lie below path: no leading / and no ..");
        }
    }

    private void teacher(String path, Dataset.Teacher teacher) {
        if (teacher.training() != null && teacher.checkpoint() != null) {
            add(path, "a checkpoint is not trained; name either training or checkpoint");
        }
        if (teacher.init() != null && teacher.checkpoint() != null) {
            add(path, "a checkpoint is not trained; name either init or checkpoint");
        }
        if (teacher.checkpoint() != null) {
            belowRoot(path + ".checkpoint.path", teacher.checkpoint().path());
            problems.distinct(path + ".checkpoint.classes", teacher.checkpoint().classes());
        }
        if (teacher.init() != null) {
            belowRoot(path + ".init.path", teacher.init().path());
        }
        problems.training(path + ".training", teacher.training());
    }

    private void student(String path, Dataset.Student student) {
        problems.training(path + ".training", student.training());
        boolean fromFile = student.init() == Dataset.StudentInit.FILE;
        if (fromFile != (student.file() != null)) {
            add(path + ".file", "is what init: File starts from; name both or neither");
        }
        if (student.file() != null) {
            belowRoot(path + ".file.path", student.file().path());
        }
    }

    private void belowRoot(String path, String value) {
        if (climbs(value)) {
            add(path, "\"" + value + "\" must lie below the data root: no leading / and no ..");
        }
    }

    static boolean climbs(String path) {
        return path.startsWith("/") || List.of(path.split("/", -1)).contains("..");
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
        new PodRules(problems, "spec.pod").check(spec.pod());
        for (StageKind kind : StageKind.values()) {
            PodDefaults.stageSettings(spec, kind)
                    .ifPresent(settings ->
                            new PodRules(problems, "spec.stages." + kind.label() + ".pod").check(settings.pod()));
        }
    }

    private void durations() {
        if (spec.timeouts() != null) {
            duration("spec.timeouts.pending", spec.timeouts().pending());
            duration("spec.timeouts.stage", spec.timeouts().stage());
            duration("spec.timeouts.lost", spec.timeouts().lost());
            duration("spec.timeouts.run", spec.timeouts().run());
        }
        if (spec.retention() != null && spec.retention().jobs() != null) {
            duration("spec.retention.jobs.after", spec.retention().jobs().after());
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

    private void add(String path, String message) {
        problems.add(path, message);
    }
}
