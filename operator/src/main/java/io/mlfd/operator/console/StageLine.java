package io.mlfd.operator.console;

import io.mlfd.api.StageStatus;
import io.mlfd.api.StageStatus.StageProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stage in the table of a run's page; what is empty is not known.
 *
 * @param times since when it is what it is, or how long it took
 * @param tries attempts, and how those before ended
 * @param words why it waits, or why it failed
 * @param bar how far it is
 */
record StageLine(
        String name,
        String state,
        String times,
        String tries,
        String words,
        List<Bar> bar,
        String progress,
        String loss,
        String imagesPerSecond,
        String remaining,
        String checkpoint) {
    /** At most one. */
    record Bar(long step, long steps) {}

    static StageLine of(StageStatus stage, Instant now) {
        Optional<StageProgress> progress = Optional.ofNullable(stage.progress());
        return new StageLine(
                Words.orNone(stage.name()),
                Words.orNone(stage.state()),
                times(stage, now),
                tries(stage),
                words(stage, now),
                progress
                        .filter(p -> p.step() != null && p.steps() != null && p.steps() > 0)
                        .map(p -> new Bar(Math.min(p.step(), p.steps()), p.steps()))
                        .stream()
                        .toList(),
                progress.map(p -> text(p, now)).orElse(""),
                progress.map(StageProgress::loss).map(Words::number).orElse(""),
                progress.map(StageProgress::imagesPerSecond).map(Words::number).orElse(""),
                progress.map(StageProgress::remainingSeconds)
                        .map(seconds -> Words.duration(Duration.ofSeconds(seconds)))
                        .orElse(""),
                checkpoint(stage));
    }

    private static String times(StageStatus stage, Instant now) {
        Optional<Instant> start = Words.instant(stage.startTime());
        Optional<Instant> end = Words.instant(stage.completionTime());
        if (start.isEmpty()) {
            return "";
        }
        String length = Words.duration(Duration.between(start.get(), end.orElse(now)));
        return end.isPresent() ? "took " + length : "for " + length;
    }

    private static String tries(StageStatus stage) {
        List<String> parts = new ArrayList<>();
        parts.add(Words.orNone(stage.attempt()));
        if (stage.failures() != null && stage.failures() > 0) {
            parts.add(stage.failures() + " failed");
        }
        if (stage.disruptions() != null && stage.disruptions() > 0) {
            parts.add(stage.disruptions() + " lost");
        }
        return String.join(", ", parts);
    }

    private static String words(StageStatus stage, Instant now) {
        List<String> parts = new ArrayList<>();
        Optional.ofNullable(stage.message()).ifPresent(parts::add);
        if (Boolean.TRUE.equals(stage.reused())) {
            parts.add("taken from an earlier run");
        }
        Words.instant(stage.notBefore())
                .filter(next -> next.isAfter(now))
                .ifPresent(next -> parts.add("tried again in " + Words.duration(Duration.between(now, next))));
        Optional.ofNullable(stage.lastDisruption())
                .ifPresent(lost -> parts.add("attempt " + lost.attempt() + " was lost: " + lost.reason()
                        + (lost.message() == null ? "" : ": " + lost.message())));
        return String.join("; ", parts);
    }

    private static String text(StageProgress progress, Instant now) {
        List<String> parts = new ArrayList<>();
        Optional.ofNullable(progress.activity()).ifPresent(parts::add);
        if (progress.epoch() != null && progress.epochs() != null) {
            parts.add("epoch " + progress.epoch() + " of " + progress.epochs());
        }
        if (progress.step() != null && progress.steps() != null) {
            parts.add("step " + Words.count(progress.step()) + " of " + Words.count(progress.steps()));
        }
        Words.instant(progress.time())
                .ifPresent(read -> parts.add("read " + Words.duration(Duration.between(read, now)) + " ago"));
        return String.join(", ", parts);
    }

    /** The newest that is told of, by the stage's log or by its last word. */
    private static String checkpoint(StageStatus stage) {
        Optional<Long> told = Optional.ofNullable(stage.checkpoint()).map(StageStatus.Checkpoint::step);
        Optional<Long> logged = Optional.ofNullable(stage.progress()).map(StageProgress::checkpointStep);
        return logged.or(() -> told).map(step -> "step " + Words.count(step)).orElse("");
    }
}
