package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.TrainingSpec;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.plan.network.StageShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects what is wrong with a spec, all of it. */
public final class SpecProblems {
    private final int inputSize;
    private final List<Problem> problems = new ArrayList<>();
    private final NetworkTrainingRules networkTrainings;
    private final MixingRules mixing;

    SpecProblems(MLFDRunSpec spec) {
        this.inputSize = spec.input().size();
        this.networkTrainings = new NetworkTrainingRules(spec);
        this.mixing = new MixingRules(spec);
    }

    /** Rules of networks and their settings, which every training of a method is told to. */
    public NetworkTrainingRules networkTrainings() {
        return networkTrainings;
    }

    /** Rules of trainings that cannot take mixed images. */
    public MixingRules mixing() {
        return mixing;
    }

    /** @param path of the field */
    public void add(String path, String message) {
        problems.add(new Problem(path, message));
    }

    void addAll(List<Problem> more) {
        problems.addAll(more);
    }

    /** Rules of training settings. {@code training}: {@code null} where the file has none */
    public void training(String path, TrainingSpec training) {
        if (training != null) {
            problems.addAll(new TrainingRules(path, inputSize).problems(training));
        }
    }

    /** Rules of a network that a field names. {@code path}: of the field */
    public void model(String path, Dataset.Model model) {
        NetworkShapes.refusals(model, inputSize)
                .forEach((field, message) -> add(field.isEmpty() ? path : path + "." + field, message));
    }

    /** A method without experts takes no settings of them. {@code method}: its name in messages */
    public void noTeachers(String method, List<Dataset> datasets) {
        for (int i = 0; i < datasets.size(); i++) {
            if (datasets.get(i).teacher() != null) {
                add("spec.datasets[" + i + "].teacher", method + " has no teachers; leave it out");
            }
            noStudent(method, i, datasets.get(i));
        }
    }

    /** A method whose experts and students have the data set's network takes no others. {@code method}: its name in messages */
    public void oneNetwork(String method, List<Dataset> datasets) {
        for (int i = 0; i < datasets.size(); i++) {
            Dataset.Teacher teacher = datasets.get(i).teacher();
            if (teacher != null && teacher.model() != null) {
                add(
                        "spec.datasets[" + i + "].teacher.model",
                        method + " has teachers of the data set's model; leave it out");
            }
            noStudent(method, i, datasets.get(i));
        }
    }

    private void noStudent(String method, int i, Dataset dataset) {
        if (dataset.student() != null) {
            add("spec.datasets[" + i + "].student", method + " trains the data set's model; leave it out");
        }
    }

    /**
     * Networks that learn from each other in every step are updated in every step, and what they learn from is weights as they
     * are.
     *
     * @param method its name in messages
     */
    public void noAverages(String method, TrainingSpec training) {
        if (training.ema() != null) {
            add(
                    "spec.training.ema",
                    method + " trains networks that learn from each other's weights as they are; leave it out");
        }
        if (training.accumulate() != null) {
            add(
                    "spec.training.accumulate",
                    method + " lets networks learn from each other after every batch; leave it out");
        }
    }

    /** No value stands there twice. */
    public <T> void distinct(String path, List<T> values) {
        Set<T> seen = new HashSet<>();
        for (T value : values) {
            if (!seen.add(value)) {
                add(path, value + " stands there twice");
            }
        }
    }

    /**
     * The maps of a data set's own network at a level.
     *
     * @return empty, and a problem, where it has not so many stages
     */
    public Optional<StageShape> maps(String path, Level level, Dataset dataset) {
        return maps(path, level, NetworkShapes.of(dataset.model(), inputSize), "data set \"" + dataset.name() + "\"");
    }

    /** The same of any network. {@code of}: whose it is */
    public Optional<StageShape> maps(String path, Level level, NetworkShape network, String of) {
        Optional<StageShape> maps = level.stageOf(network, inputSize);
        if (maps.isEmpty()) {
            add(
                    path,
                    "\"" + level + "\": " + network.label() + " of " + of + " has only " + network.stageCount()
                            + " stages");
        }
        return maps;
    }

    /**
     * Maps of several networks are averaged to the smallest of them, which every size has to be a multiple of.
     *
     * @param consequence where it is not, as the message begins
     * @param sizes pixels on each side, by the name of what has the maps
     */
    public void multiples(String path, String consequence, Map<String, Integer> sizes) {
        int smallest = sizes.values().stream().mapToInt(Integer::intValue).min().orElse(1);
        if (sizes.values().stream().anyMatch(size -> size % smallest != 0)) {
            String found = sizes.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue() + "x" + entry.getValue())
                    .collect(Collectors.joining(", "));
            add(
                    path,
                    consequence + ", their sizes are no multiples of the smallest (" + found
                            + "); choose a spec.input.size that is a power of two");
        }
    }

    List<Problem> all() {
        List<Problem> all = new ArrayList<>(problems);
        all.addAll(networkTrainings.problems());
        all.addAll(mixing.problems());
        return List.copyOf(all);
    }
}
