package io.mlfd.trainer.report.page;

import io.mlfd.trainer.report.ReportData;
import io.mlfd.trainer.report.ReportData.Dataset;
import io.mlfd.trainer.report.page.Chart.Line;
import io.mlfd.trainer.result.StageResult;
import io.mlfd.trainer.result.StageResult.Criterion;
import io.mlfd.trainer.result.StageResult.ModelSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Training losses and validation accuracies of all stages that trained, by data set. */
final class CurveSection {
    private static final double PERCENT = 100;

    private final ReportData data;
    private final Roles roles;
    private final List<StageResult> trained;
    private int charts;

    CurveSection(ReportData data, Roles roles) {
        this.data = data;
        this.roles = roles;
        this.trained =
                data.stages().stream().filter(stage -> !stage.curve().isEmpty()).toList();
    }

    Section section() {
        List<Block> blocks = new ArrayList<>();
        if (!trained.isEmpty()) {
            blocks.add(Block.text(
                    "",
                    "Losses are means over an epoch's images while the weights move. Networks of different roles minimise "
                            + "different sums, so compare the shape of their curves, not the height."
                            + (data.selected()
                                    ? " A dot marks the epoch that was selected on the validation split."
                                    : "")
                            + (data.seeds().size() > 1 ? " One line a seed." : "")));
        }
        data.datasets().forEach(set -> add(blocks, set.name(), ofDataset(set)));
        List<StageResult> shared =
                trained.stream().filter(stage -> stage.dataset().isEmpty()).toList();
        List<Chart> ofAll = new ArrayList<>();
        chart("Training loss", "all data sets", shared, CurveSection::losses, true)
                .ifPresent(ofAll::add);
        add(blocks, "All data sets", ofAll);
        return new Section("curves", "Learning curves", blocks);
    }

    private static void add(List<Block> blocks, String title, List<Chart> shown) {
        if (!shown.isEmpty()) {
            blocks.add(Block.charts(title, "", shown));
        }
    }

    private List<Chart> ofDataset(Dataset set) {
        List<StageResult> own = trained.stream()
                .filter(stage -> stage.dataset().equals(Optional.of(set.name())))
                .toList();
        List<StageResult> about = trained.stream()
                .filter(stage -> stage.dataset().isEmpty() ? isAbout(stage, set) : own.contains(stage))
                .toList();
        List<Chart> shown = new ArrayList<>();
        chart("Training loss", set.name(), own, CurveSection::losses, true).ifPresent(shown::add);
        chart("Validation accuracy, %", set.name(), about, stage -> validation(stage, set.name()), false)
                .or(() -> chart(
                        "Training accuracy on augmented images, %", set.name(), own, CurveSection::training, false))
                .ifPresent(shown::add);
        return shown;
    }

    /** Of networks that serve several data sets those of the data set's own shape. */
    private static boolean isAbout(StageResult stage, Dataset set) {
        return stage.work().subject().network().map(set.network()::equals).orElse(true);
    }

    private Optional<Chart> chart(
            String title,
            String dataset,
            List<StageResult> stages,
            Function<StageResult, List<Double>> curve,
            boolean loss) {
        List<StageResult> shown =
                stages.stream().filter(stage -> !curve.apply(stage).isEmpty()).toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        List<Line> lines = shown.stream()
                .map(stage -> new Line(label(stage), roles.colour(stage), curve.apply(stage), selectedEpoch(stage)))
                .toList();
        String id = "chart-" + charts++;
        return Optional.of(Chart.of(id, title, dataset, Roles.source(dataset, shown), lines, loss));
    }

    private String label(StageResult stage) {
        String role = Roles.label(stage.work());
        String of = stage.work().subject().network().isPresent() ? role + " · " + Roles.subject(stage) : role;
        return data.seeds().size() > 1 ? of + ", seed " + stage.seed() : of;
    }

    private static Optional<Integer> selectedEpoch(StageResult stage) {
        return stage.selection()
                .filter(selection -> selection.criterion() == Criterion.VALIDATION_ACCURACY)
                .map(ModelSelection::epoch);
    }

    private static List<Double> losses(StageResult stage) {
        return stage.curve().stream().map(StageResult.Epoch::loss).toList();
    }

    private static List<Double> validation(StageResult stage, String dataset) {
        return stage.curve().stream()
                .flatMap(epoch -> epoch.validation().stream())
                .filter(validation -> validation.dataset().equals(dataset))
                .map(validation -> PERCENT * validation.top1())
                .toList();
    }

    private static List<Double> training(StageResult stage) {
        return stage.curve().stream()
                .map(StageResult.Epoch::trainAccuracy)
                .flatMapToDouble(OptionalDouble::stream)
                .mapToObj(share -> PERCENT * share)
                .toList();
    }
}
