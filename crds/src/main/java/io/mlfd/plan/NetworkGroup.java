package io.mlfd.plan;

import io.mlfd.api.Dataset;
import io.mlfd.api.MLFDRunSpec;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.NetworkSpec;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Networks that a method trains at once for every data set: different ones, which the method's fields name, or the data
 * set's own model several times.
 *
 * @param path of the field that names different ones
 * @param named empty where the data set's own model is meant
 * @param count how many times the data set's own model, where none are named
 */
public record NetworkGroup(String path, List<Dataset.Model> named, int count) {
    public NetworkGroup {
        named = List.copyOf(named);
    }

    /** Whether they are named one by one; they may still be the same. */
    public boolean areNamed() {
        return !named.isEmpty();
    }

    /** Those of a data set; the first is its own. {@code inputSize}: pixels on each side of the run's images */
    public List<NetworkSpec> of(DatasetWork work, int inputSize) {
        return named.isEmpty()
                ? Collections.nCopies(count, work.network())
                : shapes(inputSize).stream().map(NetworkShape::spec).toList();
    }

    /** Named ones, in order. {@code inputSize}: pixels on each side of the run's images */
    public List<NetworkShape> shapes(int inputSize) {
        return named.stream().map(model -> NetworkShapes.of(model, inputSize)).toList();
    }

    /** The same, or a data set's own where none are named. */
    public List<NetworkShape> shapesFor(Dataset dataset, int inputSize) {
        return named.isEmpty() ? List.of(NetworkShapes.of(dataset.model(), inputSize)) : shapes(inputSize);
    }

    /** How many there are. */
    public int size() {
        return named.isEmpty() ? count : named.size();
    }

    /** Pixels on each side of the last maps of named ones, by their labels. {@code imageSize}: pixels on each side */
    public Map<String, Integer> lastSizes(int imageSize) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        shapes(imageSize).forEach(shape -> sizes.put(shape.label(), shape.lastSize(imageSize)));
        return sizes;
    }

    /** Tells which data set's own model is not the first named one, and what no batch of one image can train. */
    public void check(MLFDRunSpec run, SpecProblems problems) {
        int inputSize = run.input().size();
        List<NetworkShape> shapes = shapes(inputSize);
        if (shapes.isEmpty()) {
            return;
        }
        NetworkShape first = shapes.get(0);
        for (int i = 0; i < run.datasets().size(); i++) {
            NetworkShape own = NetworkShapes.of(run.datasets().get(i).model(), inputSize);
            if (!own.equals(first)) {
                problems.add(
                        "spec.datasets[" + i + "].model",
                        own.label() + " is not " + first.label() + ", the first of " + path
                                + "; name the same network in both places");
            }
        }
        for (int i = 0; i < shapes.size(); i++) {
            problems.model(path + "[" + i + "]", named.get(i));
            problems.networkTrainings().network(shapes.get(i), path + "[" + i + "]");
        }
    }
}
