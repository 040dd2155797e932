package io.mlfd.trainer.data;

import io.mlfd.trainer.random.RandomKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images divided into K folds, numbered from 0, by class: each image is in one fold, no two folds differ by more than one image,
 * of a class or in all, and none lacks a class. Drawn by the key and the classes' names alone.
 */
public final class StratifiedFolds {
    private final int[] folds;

    private StratifiedFolds(int[] folds) {
        this.folds = folds;
    }

    /**
     * @param dataset its name, for messages
     * @param folds K, at least 2
     * @throws BadInputException naming the classes that have fewer images than there are folds
     */
    public static StratifiedFolds of(String dataset, DataSetImages images, int folds, RandomKey key) {
        if (folds < 2) {
            throw new IllegalArgumentException(folds + " folds: at least 2 are needed");
        }
        List<String> classes = images.classNames();
        int[][] byClass = byClass(images);
        refuseSmallClasses(dataset, classes, byClass, folds);
        int[] foldOf = new int[images.count()];
        int dealt = 0;
        for (int label = 0; label < byClass.length; label++) {
            int[] own = byClass[label];
            for (int drawn : key.with(classes.get(label)).stream().permutation(own.length)) {
                // A class goes on where the one before it ended, so that what is left over is spread as well.
                foldOf[own[drawn]] = dealt % folds;
                dealt++;
            }
        }
        return new StratifiedFolds(foldOf);
    }

    private static int[][] byClass(DataSetImages images) {
        int[] labels = images.labels();
        return IntStream.range(0, images.classNames().size())
                .mapToObj(label -> IntStream.range(0, labels.length)
                        .filter(image -> labels[image] == label)
                        .toArray())
                .toArray(int[][]::new);
    }

    private static void refuseSmallClasses(String dataset, List<String> classes, int[][] byClass, int folds) {
        Problems problems = new Problems();
        for (int label = 0; label < byClass.length; label++) {
            if (byClass[label].length < folds) {
                problems.add(
                        "data set \"" + dataset + "\": class \"" + Problems.printable(classes.get(label)) + "\" has "
                                + byClass[label].length + " training images, and each of " + folds
                                + " folds leaves out one at least; lower spec.method.mlfd.joint.folds, add images, raise"
                                + " trainPerClass, lower validation, or leave the class out of classes");
            }
        }
        problems.throwIfAny();
    }

    /** The folds of some images, in their order. */
    public int[] of(int[] images) {
        return Arrays.stream(images).map(image -> folds[image]).toArray();
    }

    /** The images of all other folds, in the data set's order. */
    public int[] outside(int fold) {
        return IntStream.range(0, folds.length)
                .filter(image -> folds[image] != fold)
                .toArray();
    }
}
