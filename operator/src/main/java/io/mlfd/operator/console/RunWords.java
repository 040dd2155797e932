package io.mlfd.operator.console;

import io.mlfd.api.MLFDRunStatus;
import io.mlfd.api.MLFDRunStatus.Condition;
import io.mlfd.operator.stored.ReadRun;
import io.mlfd.operator.stored.StoredRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is said of a run in a list and at the head of its page; what is empty is not known.
 *
 * @param reason one word, as {@code kubectl get} shows it
 * @param words why it waits or what became of it
 * @param done finished and all stages
 * @param current stages under way
 * @param time how long it has been under way
 */
record RunWords(
        String name,
        String phase,
        String reason,
        String words,
        String done,
        String current,
        String time,
        String gain,
        String age) {
    /** Of a run that no operator has looked at. */
    private static final String UNSEEN = "Unseen";

    static RunWords of(StoredRun stored, Instant now) {
        return of(ReadRun.of(stored), now);
    }

    static RunWords of(ReadRun read, Instant now) {
        MLFDRunStatus status = status(read);
        Optional<Condition> progressing = status.conditions().stream()
                .filter(condition -> "Progressing".equals(condition.type()))
                .findFirst();
        return new RunWords(
                read.run().getMetadata().getName(),
                Optional.ofNullable(status.phase()).orElse(UNSEEN),
                progressing.map(Condition::reason).orElse(""),
                progressing.map(Condition::message).orElse(""),
                Words.orNone(status.stagesDone()),
                Words.orNone(status.current()),
                time(status, now),
                Words.orNone(status.meanGain()),
                Words.instant(read.run().getMetadata().getCreationTimestamp())
                        .map(made -> Words.duration(Duration.between(made, now)))
                        .orElse(""));
    }

    /** Of a run without one an empty one. */
    static MLFDRunStatus status(ReadRun read) {
        return Optional.ofNullable(read.run().getStatus()).orElseGet(() -> MLFDRunStatus.of(null, null, List.of()));
    }

    private static String time(MLFDRunStatus status, Instant now) {
        List<Duration> parts = new ArrayList<>();
        Optional.ofNullable(status.activeSeconds()).map(Duration::ofSeconds).ifPresent(parts::add);
        Words.instant(status.activeSince()).ifPresent(since -> parts.add(Duration.between(since, now)));
        return parts.stream().reduce(Duration::plus).map(Words::duration).orElse("");
    }
}
