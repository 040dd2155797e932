package io.mlfd.trainer.supervised;

import io.mlfd.contract.Training;
import io.mlfd.trainer.data.BadInputException;
import java.util.ArrayList;
import java.util.List;

/** What each class weighs in the cross-entropy with labels. */
final class ClassWeights {
    private ClassWeights() {}

    /**
     * @param labels of all train images, positions in {@code classNames}
     * @return a weight a class, in their order
     * @throws BadInputException when a class has none
     */
    static List<Double> of(Training.ClassWeights given, List<String> classNames, int[] labels) {
        return given instanceof Training.Given weights ? named(weights, classNames) : balanced(classNames, labels);
    }

    /** All images over the class's images and the number of classes, so that every class counts for as much. */
    private static List<Double> balanced(List<String> classNames, int[] labels) {
        long[] counts = new long[classNames.size()];
        for (int label : labels) {
            counts[label]++;
        }
        List<Double> weights = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 0) {
                throw new BadInputException("class \"" + classNames.get(label)
                        + "\" has no train image, so classWeights: {name: Balanced} has no weight for it; leave the class"
                        + " out of classes, or name weights");
            }
            weights.add((double) labels.length / (counts.length * counts[label]));
        }
        return weights;
    }

    private static List<Double> named(Training.Given given, List<String> classNames) {
        List<String> lacking = classNames.stream()
                .filter(name -> !given.weights().containsKey(name))
                .toList();
        if (!lacking.isEmpty()) {
            throw new BadInputException("classWeights.weights: " + lacking.size() + " of " + classNames.size()
                    + " classes have no weight, the first is \"" + lacking.get(0)
                    + "\"; name every class of the data sets that are trained so, 1 for one that weighs as usual");
        }
        return classNames.stream().map(given.weights()::get).toList();
    }
}
