package io.mlfd.trainer.report;

import io.mlfd.result.Selection;
import io.mlfd.trainer.report.ReportData.Accuracy;
import io.mlfd.trainer.report.ReportData.DatasetResult;
import io.mlfd.trainer.report.ReportData.Gain;
import io.mlfd.trainer.report.ReportData.Mean;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The result in words, of the last epoch's weights. */
final class Outcome {
    private final List<Gain> gains;
    private final Mean mean;
    private final int seeds;

    Outcome(List<DatasetResult> datasets, Mean mean, int seeds) {
        this.gains = datasets.stream()
                .flatMap(dataset -> dataset.gain(Column.TEACHER, Selection.LAST).stream())
                .toList();
        this.mean = mean;
        this.seeds = seeds;
    }

    String sentence() {
        Optional<Gain> gain = mean.gain(Column.TEACHER, Selection.LAST);
        Optional<Accuracy> teacher = mean.accuracy(Column.TEACHER, Selection.LAST);
        Optional<Accuracy> student = mean.accuracy(Column.STUDENT, Selection.LAST);
        if (gain.isEmpty() || teacher.isEmpty() || student.isEmpty()) {
            return "Not every data set has a teacher and a student, so nothing is compared.";
        }
        return String.format(
                Locale.ROOT,
                "Students %s on average %s their teachers (%.1f to %.1f %%%s); %s.",
                change(gain.get().points()),
                gain.get().points() < 0 ? "against" : "over",
                teacher.get().percent(),
                student.get().percent(),
                seeds > 1 ? ", mean of " + seeds + " seeds" : "",
                certainty());
    }

    private static String change(double points) {
        return points < 0
                ? String.format(Locale.ROOT, "lose %.1f points", -points)
                : String.format(Locale.ROOT, "gain %.1f points", points);
    }

    private String certainty() {
        long within = gains.stream().filter(Gain::withinTwoErrors).count();
        if (gains.size() == 1) {
            return "the difference is " + (within == 1 ? "within" : "more than") + " twice its sampling error";
        }
        if (within == 0) {
            return "each of the " + gains.size() + " differences is more than twice its sampling error";
        }
        return (within == gains.size() ? "all " + within : within + " of " + gains.size()) + " differences "
                + (within == 1 ? "is" : "are") + " within twice " + (within == 1 ? "its" : "their")
                + " sampling error";
    }
}
