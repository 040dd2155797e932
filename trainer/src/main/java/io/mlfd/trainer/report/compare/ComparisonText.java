package io.mlfd.trainer.report.compare;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.Training;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.result.Metric.Unit;
import io.mlfd.trainer.report.Figures;
import io.mlfd.trainer.report.MarkdownTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The comparison as Markdown: a table a data set. */
public final class ComparisonText {
    private static final int WORDS = 3;

    private final Figures figures = new Figures(Unit.PERCENT);
    private final ContractJson json = new ContractJson();

    /** Ends with a line feed. */
    public String of(List<ComparedSet> sets) {
        return sets.stream().map(this::of).collect(Collectors.joining("\n")) + legend();
    }

    private String of(ComparedSet set) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of("Run", "Method", "Network", "Test accuracy", "Gain over alone", "Time to train", "Parameters"));
        for (ComparedNetwork network : set.networks()) {
            rows.add(List.of(
                    MarkdownTable.plain(network.run()),
                    network.method(),
                    network.network(),
                    figures.text(network.accuracy()),
                    network.gain().map(figures::text).orElse(""),
                    String.format(Locale.ROOT, "%.1f s", network.time().toMillis() / 1000.0),
                    network.parameters().isPresent()
                            ? String.format(
                                    Locale.ROOT, "%,d", network.parameters().getAsLong())
                            : ""));
        }
        String title = String.format(
                Locale.ROOT,
                "%s, %s, %d images to train and %d to test, fingerprint %s",
                MarkdownTable.plain(set.name()),
                NetworkShapes.of(set.network()).label(),
                set.train(),
                set.test(),
                set.fingerprint().substring(0, Math.min(16, set.fingerprint().length())));
        return title + "\n\n" + new MarkdownTable(WORDS).of(rows) + differences(set);
    }

    private String differences(ComparedSet set) {
        List<Training> trainings = set.networks().stream()
                .map(ComparedNetwork::training)
                .distinct()
                .toList();
        List<String> fields = new ArrayList<>();
        add(fields, "epochs", trainings, training -> training.epochs());
        add(fields, "batchSize", trainings, training -> training.batchSize());
        add(fields, "optimizer", trainings, training -> json.write(training.optimizer()));
        add(fields, "schedule", trainings, training -> json.write(training.schedule()));
        add(fields, "augmentation", trainings, training -> json.write(training.augmentation()));
        add(fields, "labelSmoothing", trainings, training -> training.labelSmoothing());
        add(fields, "classWeights", trainings, Training::classWeights);
        add(fields, "ema", trainings, Training::ema);
        add(fields, "accumulate", trainings, Training::accumulate);
        return fields.isEmpty()
                ? ""
                : "They are not trained alike, so figures of different rows must not be compared: "
                        + String.join(", ", fields) + ".\n";
    }

    private static void add(
            List<String> fields, String name, List<Training> trainings, Function<Training, Object> value) {
        if (trainings.stream().map(value).distinct().count() > 1) {
            fields.add(name);
        }
    }

    private static String legend() {
        return "\nOn the test images, weights of the last epoch; accuracies in percent, mean over a run's seeds, SD over the seeds.\n"
                + "[low, high]: 95 % interval for drawing other test images; of the gain, image by image. "
                + "* a gain or loss that is hardly chance (p < 0.05).\n"
                + "Time: of the stage that trains the network and of all that it builds on, a seed, with whatever ran beside them. "
                + "Parameters: in its file.\n";
    }
}
