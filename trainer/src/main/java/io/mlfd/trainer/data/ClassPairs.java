package io.mlfd.trainer.data;

import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.random.RandomStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * An order of images in which every two that follow each other are of one class. Each class is spread evenly over the order,
 * so that a part of it has the classes in the proportion in which the whole has them. Of a class with an odd number of
 * images one is left out, by chance.
 */
final class ClassPairs {
    /** The images of each class, by label. */
    private final Map<Integer, List<Integer>> images = new TreeMap<>();

    /** Two images of a class, and where in [0, 1) of the order they come. */
    private record Pair(double place, int label, int one, int other) {}

    /** @param labels of all images, in their order */
    ClassPairs(int[] labels) {
        for (int image = 0; image < labels.length; image++) {
            images.computeIfAbsent(labels[image], label -> new ArrayList<>()).add(image);
        }
        images.forEach((label, own) -> {
            if (own.size() < 2) {
                throw new IllegalArgumentException("label " + label + " has one image, which is no pair");
            }
        });
    }

    /** How many images the order has. */
    int count() {
        return images.values().stream().mapToInt(own -> own.size() / 2 * 2).sum();
    }

    /** The order that follows from a key. */
    int[] order(RandomKey key) {
        List<Pair> pairs = new ArrayList<>();
        images.forEach((label, own) -> addPairs(pairs, label, own, key.with(label).stream()));
        pairs.sort(Comparator.comparingDouble(Pair::place).thenComparingInt(Pair::label));
        return pairs.stream()
                .flatMapToInt(pair -> IntStream.of(pair.one(), pair.other()))
                .toArray();
    }

    private static void addPairs(List<Pair> pairs, int label, List<Integer> own, RandomStream random) {
        int[] shuffled = random.permutation(own.size());
        int count = own.size() / 2;
        for (int pair = 0; pair < count; pair++) {
            pairs.add(new Pair(
                    (pair + random.nextDouble()) / count,
                    label,
                    own.get(shuffled[2 * pair]),
                    own.get(shuffled[2 * pair + 1])));
        }
    }
}
