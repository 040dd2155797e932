package io.mlfd.trainer.cli.kubectl;

import io.mlfd.api.MLFDRun;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.api.StageStatus;
import io.mlfd.api.StageStatus.StageProgress;
import io.mlfd.contract.ControlCharacters;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs as people read them. What others wrote is shown in one line, without what speaks to a terminal. */
final class RunText {
    private static final String NOTHING = "-";

    private RunText() {}

    /** How a run has ended, where it has: the reason of {@code Finished}, of the spec as it is now. */
    static Optional<Condition> finished(MLFDRun run) {
        return Optional.ofNullable(run.getStatus()).stream()
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> condition.type().equals("Finished"))
                .filter(condition -> condition.status().equals("True"))
                .filter(condition -> Objects.equals(
                        condition.observedGeneration(), run.getMetadata().getGeneration()))
                .findFirst();
    }

    static String head(MLFDRun run, MLFDRunStatus status) {
        String why = Stream.of("Accepted", "Failed", "Suspended", "Progressing")
                .flatMap(type -> status.conditions().stream().filter(condition -> tells(condition, type)))
                .map(Condition::message)
                .filter(message -> !message.isEmpty())
                .findFirst()
                .orElse("");
        return ControlCharacters.escaped(run.getMetadata().getName() + ": "
                + Objects.requireNonNullElse(status.phase(), "Unknown")
                + (status.stagesDone() == null ? "" : ", " + status.stagesDone() + " stages done")
                + (status.meanGain() == null ? "" : ", mean gain " + status.meanGain())
                + (why.isEmpty() ? "" : ": " + why));
    }

    /** What is wrong tells more than what goes on; of {@code Accepted} only its opposite does. */
    private static boolean tells(Condition condition, String type) {
        return condition.type().equals(type) && condition.status().equals(type.equals("Accepted") ? "False" : "True");
    }

    static List<String> stageTitles() {
        return List.of("STAGE", "STATE", "ATTEMPT", "PROGRESS", "MESSAGE");
    }

    static List<String> stage(StageStatus stage) {
        return Stream.of(
                        stage.name(),
                        stage.state(),
                        Integer.toString(stage.attempt()),
                        Optional.ofNullable(stage.progress())
                                .map(RunText::progress)
                                .orElse(NOTHING),
                        Objects.requireNonNullElse(stage.message(), NOTHING))
                .map(ControlCharacters::escaped)
                .toList();
    }

    static List<String> topTitles() {
        return List.of("NAMESPACE", "RUN", "STAGE", "ATTEMPT", "STATE", "PROGRESS");
    }

    static List<String> top(MLFDRun run, StageStatus stage) {
        return Stream.of(
                        run.getMetadata().getNamespace(),
                        run.getMetadata().getName(),
                        stage.name(),
                        Integer.toString(stage.attempt()),
                        stage.state(),
                        Optional.ofNullable(stage.progress())
                                .map(RunText::progress)
                                .orElse(NOTHING))
                .map(ControlCharacters::escaped)
                .toList();
    }

    private static String progress(StageProgress progress) {
        return Stream.of(
                        Optional.ofNullable(progress.epochs())
                                .map(epochs -> "epoch " + progress.epoch() + "/" + epochs),
                        Optional.ofNullable(progress.loss()).map(loss -> "loss " + loss),
                        Optional.ofNullable(progress.imagesPerSecond()).map(rate -> rate + " images/s"),
                        Optional.ofNullable(progress.remainingSeconds())
                                .map(seconds -> "about " + text(Duration.ofSeconds(seconds)) + " left"))
                .flatMap(Optional::stream)
                .reduce((first, second) -> first + ", " + second)
                .orElse(Objects.requireNonNullElse(progress.activity(), NOTHING));
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /** Every column as wide as its widest cell. */
    static String table(List<String> titles, List<List<String>> rows) {
        List<List<String>> all = Stream.concat(Stream.of(titles), rows.stream()).toList();
        StringBuilder text = new StringBuilder();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = all.stream()
                        .mapToInt(other -> other.get(at).length())
                        .max()
                        .orElse(0);
                line.append(row.get(column))
                        .append(" ".repeat(width - row.get(column).length() + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
