package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.api.MLFDRunSpec.Baseline;
import io.mlfd.api.TrainingSpec;
import io.mlfd.plan.network.NetworkShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What networks ask of the settings that they are trained with. Batch normalisation needs two values of a channel at least: a training
 * of one image at a time must not come to maps of 1x1. A last batch of one image is the trainer's to leave out; only {@code batchSize: 1}
 * is known here. And rates that fall layer by layer need a network that is made of such layers.
 */
public final class NetworkTrainingRules {
    private final MLFDRunSpec spec;
    /** By field: one that several trainings take is told once. */
    private final Map<String, Problem> problems = new LinkedHashMap<>();

    /** Settings, and where they stand; empty where the file has none. */
    public record Settings(String path, Optional<TrainingSpec> training) {}

    NetworkTrainingRules(MLFDRunSpec spec) {
        this.spec = spec;
    }

    /** What every method may have: experts and union networks. */
    void common() {
        for (int i = 0; i < spec.datasets().size(); i++) {
            teacher("spec.datasets[" + i + "].teacher.training", spec.datasets().get(i));
        }
        if (spec.baselines().contains(Baseline.JOINT)) {
            spec.datasets().stream()
                    .map(this::networks)
                    .filter(DatasetNetworks::hasStudent)
                    .forEach(networks -> network(networks.student(), of(networks.dataset())));
        }
    }

    List<Problem> problems() {
        return List.copyOf(problems.values());
    }

    private void teacher(String path, Dataset dataset) {
        Optional<Dataset.Teacher> teacher = Optional.ofNullable(dataset.teacher());
        if (teacher.map(Dataset.Teacher::checkpoint).isEmpty()) {
            network(
                    networks(dataset).expert(),
                    of(dataset),
                    new Settings(path, teacher.map(Dataset.Teacher::training)));
        }
    }

    /** A data set's own network is trained. {@code mostSpecificFirst}: over those of the run */
    public void network(Dataset dataset, Settings... mostSpecificFirst) {
        network(networks(dataset).student(), of(dataset), mostSpecificFirst);
    }

    private DatasetNetworks networks(Dataset dataset) {
        return new DatasetNetworks(dataset, spec.input().size());
    }

    private static String of(Dataset dataset) {
        return "data set \"" + dataset.name() + "\"";
    }

    /** Any network is trained. {@code of}: whose it is */
    public void network(NetworkShape shape, String of, Settings... mostSpecificFirst) {
        if (shape.lastSize(spec.input().size()) == 1) {
            singleValue(
                    shape.label() + " of " + of + " comes to maps of 1x1 (spec.input.size: "
                            + spec.input().size() + ")",
                    mostSpecificFirst);
        }
        if (!shape.hasLayerRates()) {
            deciding(TrainingSpec::optimizer, mostSpecificFirst).ifPresent(settings -> layerDecay(shape, of, settings));
        }
    }

    private void layerDecay(NetworkShape shape, String of, Settings settings) {
        Double decay = settings.training().orElseThrow().optimizer().layerDecay();
        if (decay != null && decay < 1) {
            String path = settings.path() + ".optimizer.layerDecay";
            problems.putIfAbsent(
                    path,
                    new Problem(
                            path,
                            decay + ": " + shape.label() + " of " + of
                                    + " has no layers with rates of their own, as transformers and ConvNeXt have; leave it out,"
                                    + " or give that data set's teacher.training and student.training an optimizer of their own"));
        }
    }

    /** Something is trained that normalises one value of a channel for an image. {@code what}: that says so */
    public void singleValue(String what, Settings... mostSpecificFirst) {
        deciding(TrainingSpec::batchSize, mostSpecificFirst)
                .filter(settings -> settings.training().orElseThrow().batchSize() == 1)
                .map(settings -> settings.path() + ".batchSize")
                .ifPresent(path -> problems.putIfAbsent(
                        path,
                        new Problem(
                                path,
                                "1: batch normalisation finds no variance in a single value, and " + what
                                        + "; use 2 or more")));
    }

    /** Those that a field's value comes from. */
    private Optional<Settings> deciding(Function<TrainingSpec, ?> field, Settings... mostSpecificFirst) {
        Settings general = new Settings("spec.training", Optional.ofNullable(spec.training()));
        return Stream.concat(Stream.of(mostSpecificFirst), Stream.of(general))
                .filter(settings -> settings.training().map(field).isPresent())
                .findFirst();
    }
}
