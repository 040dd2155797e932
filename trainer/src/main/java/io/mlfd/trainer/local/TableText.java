package io.mlfd.trainer.local;

import io.mlfd.contract.Progress;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The live table as lines of text, none wider than the terminal. */
final class TableText {
    private final Plan plan;

    TableText(Plan plan) {
        this.plan = plan;
    }

    /**
     * @param rows lines at most; stages that are done or not begun give way to those that are under way
     */
    List<String> lines(RunState state, Map<String, Progress> progress, Instant now, int width, int rows) {
        List<Stage> shown = shown(state, Math.max(1, rows - 2));
        int names =
                shown.stream().mapToInt(stage -> stage.name().length()).max().orElse(5);
        String format = "%-" + Math.max(5, names) + "s  %-12s  %9s  %13s  %8s  %7s  %9s";
        List<String> lines = new ArrayList<>();
        lines.add(cut(
                String.format(Locale.ROOT, format, "STAGE", "STATE", "EPOCH", "STEP", "LOSS", "IMG/S", "REMAINING"),
                width));
        for (Stage stage : shown) {
            Optional<Progress> p = Optional.ofNullable(progress.get(stage.name()));
            lines.add(cut(
                    String.format(
                                    Locale.ROOT,
                                    format,
                                    stage.name(),
                                    word(state.stage(stage.name()), p),
                                    p.filter(v -> v.epochs() > 0)
                                            .map(v -> v.epoch() + "/" + v.epochs())
                                            .orElse(""),
                                    p.filter(v -> v.steps() > 0)
                                            .map(v -> v.step() + "/" + v.steps())
                                            .orElse(""),
                                    p.flatMap(Progress::loss)
                                            .map(v -> String.format(Locale.ROOT, "%.4f", v))
                                            .orElse(""),
                                    p.flatMap(Progress::imagesPerSecond)
                                            .map(v -> String.format(Locale.ROOT, "%.0f", v))
                                            .orElse(""),
                                    time(state.stage(stage.name()), p))
                            .stripTrailing(),
                    width));
        }
        String elapsed = state.startedAt()
                .map(start -> ", " + Durations.text(Duration.between(start, now)))
                .orElse("");
        lines.add(cut(state.done() + " of " + plan.stages().size() + " stages done" + elapsed, width));
        return lines;
    }

    private List<Stage> shown(RunState state, int room) {
        if (plan.stages().size() <= room) {
            return plan.stages();
        }
        List<Stage> kept = new ArrayList<>(plan.stages());
        kept.removeIf(stage -> state.stage(stage.name()) instanceof StageState.Done && kept.size() > room);
        while (kept.size() > room) {
            kept.remove(kept.size() - 1);
        }
        return kept;
    }

    private static String word(StageState state, Optional<Progress> progress) {
        if (state instanceof StageState.Active) {
            return progress.map(Progress::activity).orElse("starting");
        }
        if (state instanceof StageState.Stopping) {
            return "stopping";
        }
        if (state instanceof StageState.BackingOff) {
            return "backing off";
        }
        if (state instanceof StageState.Done done) {
            return done.report()
                    .map(report -> report.reused() ? "reused" : "done")
                    .orElse("done");
        }
        return state instanceof StageState.Failed ? "failed" : "waiting";
    }

    private static String time(StageState state, Optional<Progress> progress) {
        if (state instanceof StageState.Done done && done.startedAt().isPresent()) {
            boolean reused = done.report().map(report -> report.reused()).orElse(false);
            return reused
                    ? ""
                    : Durations.text(Duration.between(done.startedAt().get(), done.completedAt()));
        }
        return progress.flatMap(Progress::remainingSeconds)
                .map(seconds -> Durations.text(Duration.ofSeconds(seconds)))
                .orElse("");
    }

    private static String cut(String line, int width) {
        return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
    }
}
