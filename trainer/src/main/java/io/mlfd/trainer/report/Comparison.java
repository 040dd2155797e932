package io.mlfd.trainer.report;

import io.mlfd.result.Selection;
import io.mlfd.trainer.metrics.SamplingError;
import io.mlfd.trainer.report.ReportData.Accuracy;
import io.mlfd.trainer.report.ReportData.DatasetResult;
import io.mlfd.trainer.report.ReportData.Gain;
import io.mlfd.trainer.report.ReportData.Mean;
import io.mlfd.trainer.report.ReportData.SeedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Differences and means of accuracies, each with its errors. */
final class Comparison {
    private final List<Long> seeds;

    Comparison(List<Long> seeds) {
        this.seeds = List.copyOf(seeds);
    }

    /** The student against everything else. */
    List<Gain> gains(List<Accuracy> accuracies) {
        List<Gain> gains = new ArrayList<>();
        for (Accuracy student : accuracies) {
            if (student.column() == Column.STUDENT) {
                accuracies.stream()
                        .filter(other -> other.column() != Column.STUDENT && other.selection() == student.selection())
                        .flatMap(other -> gain(student, other).stream())
                        .forEach(gains::add);
            }
        }
        return gains;
    }

    /** Empty where no seed has both. */
    private Optional<Gain> gain(Accuracy student, Accuracy other) {
        List<SeedValue> differences = seeds.stream()
                .flatMap(seed -> value(student.seeds(), seed)
                        .flatMap(one -> value(other.seeds(), seed).map(two -> new SeedValue(seed, one - two)))
                        .stream())
                .toList();
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Gain(
                other.column(),
                other.selection(),
                average(differences),
                SamplingError.ofDifference(student.samplingError(), other.samplingError()),
                deviation(differences),
                differences));
    }

    /** Columns that not every data set has are left out: a mean over some would be compared with one over others. */
    Mean mean(List<DatasetResult> datasets) {
        List<Accuracy> accuracies = new ArrayList<>();
        List<Gain> gains = new ArrayList<>();
        for (Selection selection : Selection.values()) {
            for (Column column : Column.values()) {
                ofAll(datasets, DatasetResult::accuracy, column, selection)
                        .map(all -> accuracy(column, selection, all))
                        .ifPresent(accuracies::add);
                ofAll(datasets, DatasetResult::gain, column, selection)
                        .map(all -> gain(column, selection, all))
                        .ifPresent(gains::add);
            }
        }
        return new Mean(accuracies, gains);
    }

    @FunctionalInterface
    private interface Lookup<T> {
        Optional<T> find(DatasetResult dataset, Column column, Selection selection);
    }

    private static <T> Optional<List<T>> ofAll(
            List<DatasetResult> datasets, Lookup<T> lookup, Column column, Selection selection) {
        List<T> found = datasets.stream()
                .flatMap(dataset -> lookup.find(dataset, column, selection).stream())
                .toList();
        return found.size() == datasets.size() && !found.isEmpty() ? Optional.of(found) : Optional.empty();
    }

    private Accuracy accuracy(Column column, Selection selection, List<Accuracy> all) {
        List<SeedValue> perSeed = meanPerSeed(all, Accuracy::seeds);
        return new Accuracy(
                column,
                selection,
                all.stream().mapToDouble(Accuracy::percent).average().orElseThrow(),
                SamplingError.ofMean(all.stream().map(Accuracy::samplingError).toList()),
                deviation(perSeed),
                perSeed);
    }

    private Gain gain(Column over, Selection selection, List<Gain> all) {
        List<SeedValue> perSeed = meanPerSeed(all, Gain::seeds);
        return new Gain(
                over,
                selection,
                all.stream().mapToDouble(Gain::points).average().orElseThrow(),
                SamplingError.ofMean(all.stream().map(Gain::samplingError).toList()),
                deviation(perSeed),
                perSeed);
    }

    /** Over the data sets, for every seed that all of them have. */
    private <T> List<SeedValue> meanPerSeed(List<T> all, Function<T, List<SeedValue>> values) {
        List<SeedValue> means = new ArrayList<>();
        for (long seed : seeds) {
            List<Double> ofSeed = all.stream()
                    .flatMap(one -> value(values.apply(one), seed).stream())
                    .toList();
            if (ofSeed.size() == all.size()) {
                means.add(new SeedValue(
                        seed, ofSeed.stream().mapToDouble(v -> v).average().orElseThrow()));
            }
        }
        return means;
    }

    static double average(List<SeedValue> values) {
        return values.stream().mapToDouble(SeedValue::value).average().orElseThrow();
    }

    /** Standard deviation with n − 1, empty below two values. */
    static OptionalDouble deviation(List<SeedValue> values) {
        if (values.size() < 2) {
            return OptionalDouble.empty();
        }
        double mean = average(values);
        double squares = values.stream()
                .mapToDouble(v -> (v.value() - mean) * (v.value() - mean))
                .sum();
        return OptionalDouble.of(Math.sqrt(squares / (values.size() - 1)));
    }

    private static Optional<Double> value(List<SeedValue> values, long seed) {
        return values.stream()
                .filter(v -> v.seed() == seed)
                .map(SeedValue::value)
                .findFirst();
    }
}
