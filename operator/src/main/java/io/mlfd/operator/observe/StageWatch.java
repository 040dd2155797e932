package io.mlfd.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.StageStatus;
import io.mlfd.api.StageStatus.StageProgress;
import io.mlfd.contract.Progress;
import io.mlfd.contract.ProgressLine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * What is seen of a stage's pod that no decision hangs on.
 *
 * @param imageDigest empty before the container was made
 * @param progress empty where it was not read now
 */
public record StageWatch(Optional<String> imageDigest, Optional<StageProgress> progress) {
    /** Between two looks at how far a stage is: each may cost one write. */
    public static final Duration PERIOD = Duration.ofMinutes(1);

    /** By then most stages that end soon have ended. */
    static final Duration FIRST = Duration.ofSeconds(30);

    /** What its pod's object says by itself. */
    public static StageWatch of(Pod pod) {
        return new StageWatch(new PodFacts(pod).imageDigest(), Optional.empty());
    }

    /** The same and what its output says. */
    public StageWatch and(String stage, String output, Instant now) {
        return new StageWatch(imageDigest, ProgressLine.newest(stage, output).map(line -> progress(line, now)));
    }

    private static StageProgress progress(ProgressLine line, Instant now) {
        Progress told = line.progress();
        return new StageProgress(
                now.truncatedTo(ChronoUnit.SECONDS).toString(),
                told.activity(),
                told.epochs() == 0 ? null : told.epoch(),
                told.epochs() == 0 ? null : told.epochs(),
                told.step(),
                told.steps(),
                told.loss().orElse(null),
                told.imagesPerSecond().orElse(null),
                told.remainingSeconds().orElse(null),
                line.checkpoint().orElse(null));
    }

    /** When any of a run's stages was asked last and said something new; empty where none that runs was. */
    public static Optional<Instant> asked(MLFDRunStatus status) {
        return status.stages().stream()
                .map(StageStatus::progress)
                .filter(Objects::nonNull)
                .flatMap(last -> Times.parse(last.time()).stream())
                .max(Comparator.naturalOrder());
    }

    /**
     * How long until a running stage is to be asked how far it is; nothing or less where it is time.
     *
     * @param asked of all stages of the run, so that what they say is written at once
     */
    public static Duration wait(Instant runningSince, Optional<Instant> asked, Instant now) {
        Instant first = runningSince.plus(FIRST);
        Instant due = asked.map(last -> last.plus(PERIOD))
                .filter(next -> next.isAfter(first))
                .orElse(first);
        return Duration.between(now, due);
    }

    /**
     * A stage's status with what was seen of it. A stage that begins anew has not been seen.
     *
     * @param before what was written of it last
     */
    public static StageStatus write(StageStatus stage, Optional<StageStatus> before, Optional<StageWatch> seen) {
        Optional<StageStatus> same = before.filter(old -> old.attempt().equals(stage.attempt()));
        Optional<StageWatch> ofIt = seen.filter(any -> same.isPresent());
        String digest = ofIt.flatMap(StageWatch::imageDigest)
                .or(() -> same.map(StageStatus::imageDigest))
                .orElse(null);
        Optional<StageProgress> old = same.map(StageStatus::progress);
        Optional<StageProgress> newest = ofIt.flatMap(StageWatch::progress)
                .filter(read -> old.filter(last -> isAsFar(last, read)).isEmpty())
                .or(() -> old);
        return stage.with(digest, "Running".equals(stage.state()) ? newest.orElse(null) : null);
    }

    /** It is read now and then, and says the same: nothing is to be written. */
    private static boolean isAsFar(StageProgress last, StageProgress read) {
        return last.equals(new StageProgress(
                last.time(),
                read.activity(),
                read.epoch(),
                read.epochs(),
                read.step(),
                read.steps(),
                read.loss(),
                read.imagesPerSecond(),
                read.remainingSeconds(),
                read.checkpointStep()));
    }
}
