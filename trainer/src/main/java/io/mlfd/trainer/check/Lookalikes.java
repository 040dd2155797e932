package io.mlfd.trainer.check;

import io.mlfd.trainer.data.Appearance;
import io.mlfd.trainer.data.DataSetImages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds images that are nearly the same: saved again with losses, made smaller. Two are when the root mean square of the
 * differences of their 8 x 8 pixels is at most {@value #TOLERANCE} of the standard deviation of either. An image of less
 * contrast than {@value #LEAST_DEVIATION} of 255 is like no other, since all walls look alike.
 *
 * <p>A root mean square is never below the difference of the means, so only neighbours in the order of means are compared; nor is
 * it below that of the differences of the colours' means, which tells most of them apart.
 */
final class Lookalikes {
    static final double TOLERANCE = 0.05;
    static final double LEAST_DEVIATION = 4;

    private static final double ROUNDING = 1 + 1e-9;

    /** In a film every picture is like hundreds; so many are enough to tell. */
    static final int MOST = 8;

    /** Two images, by their places in the list, the smaller first. */
    record Pair(int first, int second) {}

    private record Item(int place, Appearance appearance, double mean, double deviation) {}

    /** Each image with up to {@value #MOST} of those that are like it and no darker, in the order of the list. */
    List<Pair> among(List<Appearance> images) {
        Sorted sorted = new Sorted(IntStream.range(0, images.size())
                .mapToObj(place -> item(place, images.get(place)))
                .filter(item -> item.deviation() >= LEAST_DEVIATION)
                .sorted(Comparator.comparingDouble(Item::mean).thenComparingInt(Item::place))
                .toList());
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < sorted.count(); i++) {
            sorted.addPairs(i, pairs);
        }
        pairs.sort(Comparator.comparingInt(Pair::first).thenComparingInt(Pair::second));
        return pairs;
    }

    private static Item item(int place, Appearance appearance) {
        return new Item(place, appearance, appearance.mean(), appearance.deviation());
    }

    /**
     * Images in the order of their means. Numbers lie side by side: of a hundred thousand images each has a thousand neighbours,
     * most of which differ in what is looked at here.
     */
    private static final class Sorted {
        private final double[] means;
        private final double[] deviations;
        private final double[] red;
        private final double[] green;
        private final double[] blue;
        private final int[] places;
        private final List<Appearance> appearances;

        Sorted(List<Item> items) {
            this.means = items.stream().mapToDouble(Item::mean).toArray();
            this.deviations = items.stream().mapToDouble(Item::deviation).toArray();
            this.red = means(items, 0);
            this.green = means(items, 1);
            this.blue = means(items, 2);
            this.places = items.stream().mapToInt(Item::place).toArray();
            this.appearances = items.stream().map(Item::appearance).toList();
        }

        private static double[] means(List<Item> items, int channel) {
            return items.stream()
                    .mapToDouble(item -> item.appearance().mean(channel))
                    .toArray();
        }

        int count() {
            return means.length;
        }

        void addPairs(int index, List<Pair> pairs) {
            double mean = means[index];
            double deviation = deviations[index];
            int found = 0;
            for (int next = index + 1; next < means.length && found < MOST; next++) {
                if (means[next] - mean > TOLERANCE * deviation) {
                    return;
                }
                double allowed = TOLERANCE * Math.min(deviation, deviations[next]);
                // The same bound holds for the difference of the deviations. Colours refuse nearly all:
                // a condition that holds every tenth time is what a processor guesses wrong.
                if (areColoursWithin(allowed, index, next)
                        && Math.abs(deviations[next] - deviation) <= allowed
                        && isWithin(allowed, index, next)) {
                    pairs.add(new Pair(Math.min(places[index], places[next]), Math.max(places[index], places[next])));
                    found++;
                }
            }
        }

        /** Whole numbers decide in the end: what is at the bound to the last digits is left to them. */
        private boolean areColoursWithin(double allowed, int one, int other) {
            double ofRed = red[one] - red[other];
            double ofGreen = green[one] - green[other];
            double ofBlue = blue[one] - blue[other];
            return ofRed * ofRed + ofGreen * ofGreen + ofBlue * ofBlue
                    <= DataSetImages.CHANNELS * allowed * allowed * ROUNDING;
        }

        private boolean isWithin(double allowed, int one, int other) {
            Appearance appearance = appearances.get(one);
            return appearance.isWithin(allowed * allowed * appearance.values(), appearances.get(other));
        }
    }
}
