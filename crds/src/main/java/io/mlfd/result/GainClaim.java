package io.mlfd.result;

import io.mlfd.result.PairedComparison.Pair;
import io.mlfd.result.SeedSpread.TTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What may be claimed of the difference between two networks.
 *
 * <p>Two things could have come out otherwise: other test images ({@link PairedComparison}) and, with several seeds, another
 * training ({@link SeedSpread#tTest}). A gain is claimed only where both speak for it: p is the larger of the two, and
 * the interval holds both. One seed says nothing of training again, and the claim is about those very weights. Shares
 * whose single images are not known, such as a mean over networks, are not tested: seeds alone speak for one half.
 *
 * @param interval of the difference, positive where the subject is better; empty where nothing can be said
 */
record GainClaim(Optional<Interval> interval, OptionalDouble p, Verdict verdict) {
    static final int FEWEST_IMAGES = 20;
    static final double SIGNIFICANT = 0.05;

    /** The subject and what it is compared with, of one seed. */
    record Both(Measured subject, Measured reference) {
        /** Positive where the subject is better. */
        double difference() {
            double difference = subject.value() - reference.value();
            return subject.metric().direction() == Metric.Direction.HIGHER_IS_BETTER ? difference : 0 - difference;
        }

        private Optional<Pair> answers() {
            return subject.right().flatMap(one -> reference.right().map(other -> new Pair(one, other)));
        }
    }

    static GainClaim of(List<Both> seeds) {
        List<Interval> intervals = new ArrayList<>();
        List<Double> chances = new ArrayList<>();
        List<Pair> pairs =
                seeds.stream().flatMap(both -> both.answers().stream()).toList();
        if (pairs.size() == seeds.size()) {
            PairedComparison images = PairedComparison.of(pairs);
            intervals.add(images.interval());
            chances.add(images.p());
        }
        boolean shares = seeds.get(0).subject().metric().unit() == Metric.Unit.PERCENT;
        if (seeds.size() > 1) {
            TTest training = new SeedSpread(seeds.stream().map(Both::difference).toList())
                    .tTest(shares ? 1.0 / seeds.get(0).subject().count() : 0);
            intervals.add(training.interval());
            chances.add(training.p());
        }
        if (intervals.isEmpty() || (shares && pairs.size() != seeds.size())) {
            return new GainClaim(Optional.empty(), OptionalDouble.empty(), Verdict.UNTESTED);
        }
        double p = Collections.max(chances);
        return new GainClaim(intervals.stream().reduce(Interval::with), OptionalDouble.of(p), judged(seeds, p));
    }

    private static Verdict judged(List<Both> seeds, double p) {
        boolean few = seeds.stream().anyMatch(both -> both.subject().count() < FEWEST_IMAGES);
        double mean = seeds.stream().mapToDouble(Both::difference).average().orElseThrow();
        return few ? Verdict.TOO_FEW : verdict(p < SIGNIFICANT, mean);
    }

    static Verdict verdict(boolean significant, double difference) {
        if (!significant) {
            return Verdict.UNDECIDED;
        }
        return difference > 0 ? Verdict.GAINS : Verdict.LOSES;
    }
}
