package io.mlfd.status;

import io.mlfd.api.MLFDRunStatus.Summary;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
import io.mlfd.run.StageState;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The numbers beside the phase. */
final class Summaries {
    private Summaries() {}

    static Summary of(RunState state) {
        int running = 0;
        int queued = 0;
        int pending = 0;
        int retries = 0;
        for (StageState stage : state.stages().values()) {
            retries += stage.attempts().failures() + stage.attempts().disruptions();
            if (stage instanceof StageState.Queued) {
                queued++;
            } else if (stage instanceof StageState.Active active) {
                running += active.runningSince().isPresent() ? 1 : 0;
                pending += active.runningSince().isPresent() ? 0 : 1;
            }
        }
        Optional<Duration> took =
                state.completedAt().flatMap(at -> state.clock().map(RunClock::ran));
        return new Summary(
                running, queued, pending, retries, took.map(Summaries::text).orElse(null));
    }

    /** In whole seconds: {@code 1h3m20s}. */
    private static String text(Duration duration) {
        return Duration.ofSeconds(duration.toSeconds()).toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
