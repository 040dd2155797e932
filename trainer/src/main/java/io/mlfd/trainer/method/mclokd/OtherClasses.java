package io.mlfd.trainer.method.mclokd;

import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.random.RandomStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Which images of other classes an image is contrasted with: K different ones, drawn anew for every image of every batch, a
 * pure function of key, step and the image's position in the batch.
 */
final class OtherClasses {
    private final int negatives;
    private final RandomKey key;
    private final int[] labels;
    /** All images, class by class; those of class c are from first[c] to first[c + 1]. */
    private final int[] byClass;

    private final int[] first;

    /**
     * @param dataset its name, for messages
     * @param negatives K
     * @param key of everything that is random
     * @throws BadInputException where a class has fewer than K images of others beside it
     */
    OtherClasses(String dataset, DataSetImages images, int negatives, RandomKey key) {
        this.negatives = negatives;
        this.key = key.with("negatives");
        this.labels = images.labels();
        this.byClass = IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.comparingInt(image -> labels[image]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.first = new int[images.classNames().size() + 1];
        Arrays.stream(labels).forEach(label -> first[label + 1]++);
        Arrays.parallelPrefix(first, Integer::sum);
        for (int label = 0; label + 1 < first.length; label++) {
            int others = others(label);
            if (count(label) > 0 && others < negatives) {
                throw new BadInputException(
                        "spec.method.mclOkd.contrast.negatives: " + negatives + " are more than the "
                                + others + " training images of data set \"" + dataset + "\" that are not of class \""
                                + images.classNames().get(label) + "\"; name no more than there are");
            }
        }
    }

    /**
     * Rows of a memory for a batch of N images: (N, 1 + K) in row-major order, each image first and then its negatives.
     *
     * @param batch the images
     * @param step from 0
     */
    long[] candidates(int[] batch, long step) {
        RandomKey ofStep = key.with(step);
        int[] pool = IntStream.range(0, labels.length).toArray();
        int[] drawn = new int[negatives];
        long[] candidates = new long[Math.multiplyExact(batch.length, negatives + 1)];
        for (int position = 0; position < batch.length; position++) {
            int label = labels[batch[position]];
            int at = position * (negatives + 1);
            candidates[at] = batch[position];
            draw(pool, drawn, others(label), ofStep.with(position).stream());
            for (int k = 0; k < negatives; k++) {
                candidates[at + 1 + k] = other(label, pool[k]);
            }
            putBack(pool, drawn);
        }
        return candidates;
    }

    /** The beginning of a shuffle (Fisher and Yates) of the first {@code count} numbers of the pool. */
    private static void draw(int[] pool, int[] drawn, int count, RandomStream random) {
        for (int k = 0; k < drawn.length; k++) {
            drawn[k] = k + random.nextInt(count - k);
            swap(pool, k, drawn[k]);
        }
    }

    /** The pool as it was, so that no draw depends on another one, at the cost of what was drawn instead of all images. */
    private static void putBack(int[] pool, int[] drawn) {
        for (int k = drawn.length - 1; k >= 0; k--) {
            swap(pool, k, drawn[k]);
        }
    }

    private static void swap(int[] pool, int one, int other) {
        int kept = pool[one];
        pool[one] = pool[other];
        pool[other] = kept;
    }

    /** The image at a place among those of other classes. */
    private int other(int label, int place) {
        return byClass[place < first[label] ? place : place + count(label)];
    }

    private int others(int label) {
        return labels.length - count(label);
    }

    private int count(int label) {
        return first[label + 1] - first[label];
    }
}
