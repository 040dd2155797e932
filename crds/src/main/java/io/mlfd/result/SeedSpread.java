package io.mlfd.result;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The same quantity with several seeds.
 *
 * @param values one a seed, at least one
 */
record SeedSpread(List<Double> values) {
    SeedSpread {
        values = List.copyOf(values);
    }

    double mean() {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Standard deviation with n − 1, empty below two seeds. */
    OptionalDouble deviation() {
        if (values.size() < 2) {
            return OptionalDouble.empty();
        }
        double mean = mean();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return OptionalDouble.of(Math.sqrt(squares / (values.size() - 1)));
    }

    /**
     * Paired t test of the seeds' differences against 0, for training again: {@code t = mean / (s/√S)} with S − 1 degrees of
     * freedom.
     *
     * @param grain values are multiples of it, as shares of n images are of 1/n: s is at least what rounding to it comes to,
     *     grain/√12, since seeds that agree to the image do not agree exactly; 0 for any other number
     */
    TTest tTest(double grain) {
        double deviation = Math.max(deviation().orElseThrow(), grain / Math.sqrt(12));
        double error = deviation / Math.sqrt(values.size());
        TDistribution distribution = TDistribution.of(values.size() - 1);
        double p = mean() == 0 ? 1 : 2 * distribution.survivalProbability(Math.abs(mean()) / error);
        return new TTest(p, Interval.around(mean(), distribution.inverseSurvivalProbability(0.025) * error));
    }

    record TTest(double p, Interval interval) {}
}
