package io.mlfd.trainer.report;

import io.mlfd.contract.NetworkSpec;
import io.mlfd.result.Selection;
import io.mlfd.trainer.result.StageResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Everything that a report shows, {@code report.json}. Accuracies are top-1 on test images in percent; differences and errors
 * are in percent points; errors are one standard deviation.
 *
 * @param version of this record, {@link #VERSION}
 * @param run name of the run
 * @param written when, ISO 8601
 * @param planKey of the report stage, which all its inputs' keys went into
 * @param contentKey likewise, with the data
 * @param outcome the result in words
 * @param seeds in the order of the run
 * @param datasets in the order of the run
 * @param mean over the data sets
 * @param stages the record of every stage
 */
public record ReportData(
        int version,
        String run,
        String written,
        String planKey,
        String contentKey,
        String outcome,
        List<Long> seeds,
        List<DatasetResult> datasets,
        Mean mean,
        List<StageResult> stages) {
    public static final int VERSION = 1;

    public ReportData {
        seeds = List.copyOf(seeds);
        datasets = List.copyOf(datasets);
        stages = List.copyOf(stages);
    }

    /**
     * One row of the result table.
     *
     * @param network of teacher and student
     * @param classes K
     * @param train images that were trained on
     * @param accuracies those that were measured
     * @param gains of the student, over everything else that was measured with the same selection
     */
    public record DatasetResult(
            String name,
            NetworkSpec network,
            int classes,
            int train,
            int validation,
            int test,
            List<Accuracy> accuracies,
            List<Gain> gains) {
        public DatasetResult {
            accuracies = List.copyOf(accuracies);
            gains = List.copyOf(gains);
        }

        public Optional<Accuracy> accuracy(Column column, Selection selection) {
            return find(accuracies, column, selection);
        }

        public Optional<Gain> gain(Column over, Selection selection) {
            return findGain(gains, over, selection);
        }
    }

    /** Means over the data sets, where every one of them has a value. */
    public record Mean(List<Accuracy> accuracies, List<Gain> gains) {
        public Mean {
            accuracies = List.copyOf(accuracies);
            gains = List.copyOf(gains);
        }

        public Optional<Accuracy> accuracy(Column column, Selection selection) {
            return find(accuracies, column, selection);
        }

        public Optional<Gain> gain(Column over, Selection selection) {
            return findGain(gains, over, selection);
        }
    }

    /**
     * An accuracy, the mean over seeds where there are several.
     *
     * @param percent 0 to 100
     * @param samplingError of the finite test set, which more seeds do not make smaller
     * @param deviation standard deviation over the seeds (n − 1), empty for one seed
     * @param seeds what it is made of
     */
    public record Accuracy(
            Column column,
            Selection selection,
            double percent,
            double samplingError,
            OptionalDouble deviation,
            List<SeedValue> seeds) {
        public Accuracy {
            seeds = List.copyOf(seeds);
        }
    }

    /**
     * Student minus {@code over}, the mean over seeds where there are several.
     *
     * @param samplingError both errors combined as if they were measured on different images, an upper bound
     * @param deviation standard deviation over the seeds (n − 1) of the paired differences, empty for one seed
     * @param seeds the paired differences
     */
    public record Gain(
            Column over,
            Selection selection,
            double points,
            double samplingError,
            OptionalDouble deviation,
            List<SeedValue> seeds) {
        public Gain {
            seeds = List.copyOf(seeds);
        }

        /** Whether it may well be chance: it is at most twice its sampling error. */
        public boolean withinTwoErrors() {
            return Math.abs(points) <= 2 * samplingError;
        }
    }

    /** {@code value}: of one seed, in percent or points. */
    public record SeedValue(long seed, double value) {}

    private static Optional<Accuracy> find(List<Accuracy> all, Column column, Selection selection) {
        return all.stream()
                .filter(accuracy -> accuracy.column() == column && accuracy.selection() == selection)
                .findFirst();
    }

    private static Optional<Gain> findGain(List<Gain> all, Column over, Selection selection) {
        return all.stream()
                .filter(gain -> gain.over() == over && gain.selection() == selection)
                .findFirst();
    }
}
