package io.mlfd.trainer.report.page;

import static io.mlfd.trainer.report.page.Html.element;

import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ReportData.DatasetResult;
import io.mlfd.trainer.report.page.LineChart.Point;
import io.mlfd.trainer.report.page.LineChart.Series;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Criterion;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import io.mlfd.trainer.result.StageResult.Validation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/** Training losses and validation accuracies of all stages, a pair of charts for each data set. */
final class CurveSection {
    private static final double PERCENT = 100;

    private final ReportData data;
    private final List<StageResult> trained;

    CurveSection(ReportData data) {
        this.data = data;
        this.trained =
                data.stages().stream().filter(stage -> !stage.curve().isEmpty()).toList();
    }

    Html html() {
        List<Html> parts = new ArrayList<>();
        parts.add(element("h2", "Learning curves"));
        parts.add(element(
                "p",
                "Losses are means over an epoch's images while the weights move. Teacher, student and control minimise "
                        + "different sums, so compare the shape of their curves, not the height. A dot marks the epoch that was "
                        + "selected on the validation split."
                        + (data.seeds().size() > 1 ? " One line a seed." : "")));
        data.datasets().forEach(set -> parts.add(ofDataset(set)));
        List<StageResult> shared =
                trained.stream().filter(stage -> stage.dataset().isEmpty()).toList();
        if (!shared.isEmpty()) {
            Html chart = figure("Training loss, all data sets", "all data sets", shared, CurveSection::loss, true);
            parts.add(element("h3", "All data sets"));
            parts.add(element("div").styled("charts").with(chart));
        }
        return element("section").attribute("id", "curves").with(parts);
    }

    private Html ofDataset(DatasetResult set) {
        List<StageResult> own = trained.stream()
                .filter(stage -> stage.dataset().equals(Optional.of(set.name())))
                .toList();
        List<StageResult> validated = trained.stream()
                .filter(stage -> stage.dataset().isEmpty() ? isAbout(stage, set) : own.contains(stage))
                .filter(stage -> !validation(stage, set.name()).isEmpty())
                .toList();
        List<Html> charts = new ArrayList<>();
        if (!own.isEmpty()) {
            charts.add(figure("Training loss", set.name(), own, CurveSection::loss, true));
        }
        if (!validated.isEmpty()) {
            charts.add(figure(
                    "Validation accuracy, %", set.name(), validated, stage -> validation(stage, set.name()), false));
        } else if (!own.isEmpty()) {
            charts.add(figure("Training accuracy, %", set.name(), own, CurveSection::trainAccuracy, false));
        }
        Html lack = validated.isEmpty() && !own.isEmpty()
                ? element(
                                "p",
                                "This data set has no validation split. Training accuracies are those of augmented images.")
                        .styled("source")
                : Html.nothing();
        return element("div")
                .with(element("h3", set.name()), element("div").styled("charts").with(charts), lack);
    }

    /** Of the union networks that of the student's own shape. */
    private static boolean isAbout(StageResult stage, DatasetResult set) {
        return stage.work().subject().network().map(set.network()::equals).orElse(true);
    }

    private Html figure(
            String title,
            String dataset,
            List<StageResult> stages,
            Function<StageResult, List<Point>> curve,
            boolean mayBeLogarithmic) {
        List<Series> series = new ArrayList<>();
        List<StageResult> shown = new ArrayList<>();
        Set<String> labelled = new HashSet<>();
        for (StageResult stage : stages) {
            List<Point> points = curve.apply(stage);
            if (!points.isEmpty()) {
                String label = label(stage);
                series.add(new Series(
                        labelled.add(label) ? label : "", Stages.style(stage.work()), points, selectedEpoch(stage)));
                shown.add(stage);
            }
        }
        if (series.isEmpty()) {
            return Html.nothing();
        }
        LineChart chart = new LineChart(title + " by epoch, " + dataset, series, mayBeLogarithmic);
        return element("figure")
                .with(
                        element("figcaption")
                                .with(element("strong", title), Html.text(chart.logarithmic() ? " (logarithmic)" : "")),
                        chart.svg(),
                        Stages.source(dataset, shown));
    }

    private static String label(StageResult stage) {
        return stage.work().subject().network().isPresent() ? Stages.title(stage) : Stages.role(stage.work());
    }

    private static Optional<Integer> selectedEpoch(StageResult stage) {
        return stage.selection()
                .filter(selection -> selection.criterion() == Criterion.VALIDATION_ACCURACY)
                .map(ModelSelection::epoch);
    }

    private static List<Point> loss(StageResult stage) {
        return stage.curve().stream()
                .map(epoch -> new Point(epoch.epoch(), epoch.loss()))
                .toList();
    }

    private static List<Point> validation(StageResult stage, String dataset) {
        List<Point> points = new ArrayList<>();
        for (Epoch epoch : stage.curve()) {
            for (Validation validation : epoch.validation()) {
                if (validation.dataset().equals(dataset)) {
                    points.add(new Point(epoch.epoch(), PERCENT * validation.top1()));
                }
            }
        }
        return points;
    }

    private static List<Point> trainAccuracy(StageResult stage) {
        List<Point> points = new ArrayList<>();
        for (Epoch epoch : stage.curve()) {
            OptionalDouble accuracy = epoch.trainAccuracy();
            if (accuracy.isPresent()) {
                points.add(new Point(epoch.epoch(), PERCENT * accuracy.getAsDouble()));
            }
        }
        return points;
    }
}
