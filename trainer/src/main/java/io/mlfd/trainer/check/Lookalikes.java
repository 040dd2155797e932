package io.mlfd.trainer.check;

import io.mlfd.trainer.data.Appearance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds images that are nearly the same: saved again with losses, made smaller. Two are when the root mean square of the
 * differences of their 8 x 8 pixels is at most {@value #TOLERANCE} of the standard deviation of either. An image of less
 * contrast than {@value #LEAST_DEVIATION} of 255 is like no other, since all walls look alike.
 *
 * <p>A root mean square is never below the difference of the means, so only neighbours in the order of means are compared.
 */
final class Lookalikes {
    static final double TOLERANCE = 0.05;
    static final double LEAST_DEVIATION = 4;

    /** In a film every picture is like hundreds; so many are enough to tell. */
    static final int MOST = 8;

    /** Two images, by their places in the list, the smaller first. */
    record Pair(int first, int second) {}

    private record Item(int place, Appearance appearance, double mean, double deviation) {}

    /** Each image with up to {@value #MOST} of those that are like it and no darker, in the order of the list. */
    List<Pair> among(List<Appearance> images) {
        List<Item> items = IntStream.range(0, images.size())
                .mapToObj(place -> item(place, images.get(place)))
                .filter(item -> item.deviation() >= LEAST_DEVIATION)
                .sorted(Comparator.comparingDouble(Item::mean).thenComparingInt(Item::place))
                .toList();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            addPairs(items, i, pairs);
        }
        pairs.sort(Comparator.comparingInt(Pair::first).thenComparingInt(Pair::second));
        return pairs;
    }

    private static Item item(int place, Appearance appearance) {
        return new Item(place, appearance, appearance.mean(), appearance.deviation());
    }

    private static void addPairs(List<Item> items, int index, List<Pair> pairs) {
        Item item = items.get(index);
        int found = 0;
        for (int next = index + 1; next < items.size() && found < MOST; next++) {
            Item other = items.get(next);
            double allowed = TOLERANCE * Math.min(item.deviation(), other.deviation());
            if (other.mean() - item.mean() > TOLERANCE * item.deviation()) {
                return;
            }
            // The same bound holds for the difference of the deviations, and costs nothing to look at.
            if (Math.abs(other.deviation() - item.deviation()) <= allowed
                    && item.appearance()
                            .isWithin(allowed * allowed * item.appearance().values(), other.appearance())) {
                pairs.add(new Pair(Math.min(item.place(), other.place()), Math.max(item.place(), other.place())));
                found++;
            }
        }
    }
}
