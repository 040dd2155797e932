package io.mlfd.result;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Two networks compared image by image on the same test images. Both tend to fail on the same images, so only those count
 * on which one is right and the other is not.
 *
 * <p>With several seeds an image's difference is the number of seeds with which the one network is right on it, less that of
 * the other: {@code k}, from −S to S. Whether the images at hand could have come out so by chance is the exact
 * sign-flip test: were no network better, every image's {@code k} might as well have the other sign, and {@code p} is the
 * share of all assignments of signs whose sum is at least as far from 0. For one seed that is McNemar's exact test. Where the
 * sizes of all {@code k} come to more than {@value #MOST_EXACT}, which would take minutes, the sum is taken as normal, with
 * correction for continuity: the two agree to four digits there.
 *
 * @param images n
 * @param sum of all k
 * @param squares sum of all k²
 * @param p of the sign-flip test, 0 to 1
 */
record PairedComparison(int seeds, int images, int sum, int squares, double p) {
    static final int MOST_EXACT = 20_000;

    /** The right answers of both networks with one seed. */
    record Pair(RightAnswers subject, RightAnswers reference) {}

    /** @param pairs one a seed, all of the same images */
    static PairedComparison of(List<Pair> pairs) {
        int images = pairs.get(0).subject().count();
        int[] differences = new int[images];
        for (Pair pair : pairs) {
            add(pair.subject(), 1, differences);
            add(pair.reference(), -1, differences);
        }
        int sum = 0;
        int squares = 0;
        int[] times = new int[pairs.size() + 1];
        for (int k : differences) {
            sum += k;
            squares += k * k;
            times[Math.abs(k)]++;
        }
        return new PairedComparison(pairs.size(), images, sum, squares, p(times, Math.abs(sum)));
    }

    private static void add(RightAnswers answers, int sign, int[] differences) {
        if (answers.count() != differences.length) {
            throw new IllegalArgumentException(
                    "answers to " + answers.count() + " and to " + differences.length + " images are not comparable");
        }
        BitSet right = answers.right();
        right.stream().forEach(image -> differences[image] += sign);
    }

    /** @param times how many images have a difference of that size */
    private static double p(int[] times, int sum) {
        int unit = unit(times);
        int[] inUnits = new int[times.length];
        int total = 0;
        int squares = 0;
        for (int size = unit; size < times.length; size += unit) {
            int units = size / unit;
            inUnits[units] = times[size];
            total += units * times[size];
            squares += units * units * times[size];
        }
        return total <= MOST_EXACT ? signFlip(inUnits, total, sum / unit) : normal(sum / unit, squares);
    }

    /** What all differences are multiples of, as 2 where both seeds always agree. */
    private static int unit(int[] times) {
        return IntStream.range(1, times.length)
                .filter(size -> times[size] > 0)
                .mapToObj(BigInteger::valueOf)
                .reduce(BigInteger::gcd)
                .map(BigInteger::intValueExact)
                .orElse(1);
    }

    /** Sums of whole differences without a common measure are two apart, hence the correction of one. */
    static double normal(int sum, int squares) {
        double far = Math.max(0, sum - 1) / Math.sqrt(squares);
        return 2 * NormalDistribution.of(0, 1).survivalProbability(far);
    }

    private static double signFlip(int[] times, int total, int sum) {
        // Chance that the positive ones come to u; their sum less that of the negative ones is 2u − total.
        double[] positive = new double[total + 1];
        positive[0] = 1;
        int reached = 0;
        for (int size = 1; size < times.length; size++) {
            for (int i = 0; i < times[size]; i++) {
                reached += size;
                for (int u = reached; u >= 0; u--) {
                    positive[u] = (positive[u] + (u >= size ? positive[u - size] : 0)) / 2;
                }
            }
        }
        double tail = 0;
        for (int u = 0; 2 * u <= total - sum; u++) {
            tail += positive[u];
        }
        return sum == 0 ? 1 : Math.min(1, 2 * tail);
    }

    /** Mean difference of the shares of right images. */
    double difference() {
        return (double) sum / seeds / images;
    }

    /**
     * Of the difference, for drawing other test images: the mean of the images' {@code d = k/S} with its standard error, after
     * half an image of each kind (right and wrong with either network) was added, {@code n' = n + 2}:
     * {@code d' ± 1.96 √((Σd² + 1)/n' − d'²)/√n'} with {@code d' = Σd/n'}. For one seed that is the interval of Agresti and
     * Min (2005), which is never of no width. It ends where differences of shares do, at −1 and 1.
     */
    Interval interval() {
        double n = images + 2;
        double mean = (double) sum / seeds / n;
        double variance = ((double) squares / seeds / seeds + 1) / n - mean * mean;
        double half = Interval.NORMAL * Math.sqrt(variance / n);
        return new Interval(Math.max(-1, mean - half), Math.min(1, mean + half));
    }
}
