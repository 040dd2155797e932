package io.mlfd.trainer.local;

import io.mlfd.contract.Output;
import io.mlfd.contract.StageReport;
import io.mlfd.plan.Stage;
import io.mlfd.result.Metric;
import io.mlfd.result.Score;
import io.mlfd.result.Selection;
import io.mlfd.run.StageState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said when a stage's state changes. */
final class StageLines {
    private static final int QUOTED = 5;
    private static final String OWN = "mlfd: ";

    /** ENOSPC: waiting alone does not help. */
    private static final String FULL = "No space left on device";

    private final RunFolder folder;

    StageLines(RunFolder folder) {
        this.folder = folder;
    }

    List<String> of(Stage stage, StageState old, StageState next, Instant now) {
        String name = stage.name();
        if (next instanceof StageState.Active active && !(old instanceof StageState.Active)) {
            int attempt = active.attempts().number();
            return List.of("started  " + name + (attempt == 1 ? "" : ", attempt " + attempt));
        }
        if (next instanceof StageState.Done done && !(old instanceof StageState.Done)) {
            return List.of(done(name, done));
        }
        if (next instanceof StageState.Failed failed && !(old instanceof StageState.Failed)) {
            return failure(
                    "failed   " + name + ": " + failed.message(),
                    name,
                    failed.attempts().number());
        }
        if (next instanceof StageState.BackingOff backingOff && !(old instanceof StageState.BackingOff)) {
            String again = "again    " + name + " in " + Durations.text(Duration.between(now, backingOff.until()))
                    + ": " + backingOff.message()
                    + (backingOff.message().contains(FULL) ? "; make room until then" : "");
            return failure(again, name, backingOff.attempts().number() - 1);
        }
        if (next instanceof StageState.Stopping stopping
                && !(old instanceof StageState.Stopping)
                && stopping.reason() == StageState.StopReason.TIMED_OUT) {
            return List.of("stopping " + name + ": " + stopping.message());
        }
        if (next instanceof StageState.Waiting && old instanceof StageState.Stopping) {
            return List.of("stopped  " + name);
        }
        if (next instanceof StageState.Waiting
                && next.attempts().disruptions() > old.attempts().disruptions()) {
            return failure(
                    "again    " + name + ": was stopped from outside",
                    name,
                    old.attempts().number());
        }
        return List.of();
    }

    private static String done(String name, StageState.Done done) {
        Optional<StageReport> report = done.report();
        String took = done.startedAt()
                .map(start -> " in " + Durations.text(Duration.between(start, done.completedAt())))
                .orElse("");
        boolean reused = report.map(StageReport::reused).orElse(false);
        return (reused ? "reused   " + name : "done     " + name + took)
                + report.map(StageLines::accuracies).orElse("");
    }

    private static String accuracies(StageReport report) {
        String text = report.scores().stream()
                .filter(score -> score.stage().equals(report.stage()))
                .filter(score -> score.metric().equals(Metric.TOP1.id()) && score.selection() == Selection.LAST)
                .map(score -> String.format(Locale.ROOT, "%s %.1f %%", subject(score), 100 * score.value()))
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "" : ": " + text;
    }

    /** The data set, and which of a stage's networks where it is not the only one. */
    private static String subject(Score score) {
        return score.output().equals(Output.ONLY) ? score.dataset() : score.dataset() + " " + score.output();
    }

    private List<String> failure(String first, String stage, int attempt) {
        List<String> lines = new ArrayList<>();
        lines.add(first);
        lines.add("         log: " + folder.logFile(stage, attempt));
        // The log ends with the message that was just told.
        folder.logTail(stage, attempt, QUOTED).stream()
                .map(line -> line.startsWith(OWN) ? line.substring(OWN.length()) : line)
                .filter(line -> !first.endsWith(line))
                .forEach(line -> lines.add("         | " + line));
        return lines;
    }
}
