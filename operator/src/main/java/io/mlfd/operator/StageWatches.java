package io.mlfd.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.act.LiveReads;
import io.mlfd.operator.observe.JobObserver;
import io.mlfd.operator.observe.StageWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at pods of stages under way for what no decision hangs on, and asks those that have run for a while how far they are. */
final class StageWatches {
    private final MLFDRun run;
    private final LiveReads reads;
    private final Instant now;
    private final Optional<Instant> asked;
    private final Map<String, StageWatch> seen = new HashMap<>();
    private Optional<Duration> again = Optional.empty();
    private boolean silence;

    StageWatches(MLFDRun run, LiveReads reads, Instant now) {
        this.run = run;
        this.reads = reads;
        this.now = now;
        this.asked = Optional.ofNullable(run.getStatus()).flatMap(StageWatch::asked);
    }

    void look(String stage, Pod pod) {
        StageWatch watch = StageWatch.of(pod);
        Optional<Instant> running = JobObserver.runningSince(pod, now);
        if (running.isEmpty()) {
            seen.put(stage, watch);
            return;
        }
        Duration wait = StageWatch.wait(running.get(), asked, now);
        boolean due = wait.isNegative() || wait.isZero();
        again = Stream.concat(again.stream(), Stream.of(due ? StageWatch.PERIOD : wait))
                .min(Comparator.naturalOrder());
        Optional<String> output = due && !silence ? ask(pod) : Optional.empty();
        seen.put(stage, output.map(text -> watch.and(stage, text, now)).orElse(watch));
    }

    /** A node that is away answers when a time-out is over: it is waited for once in a look, not by all stages in turn. */
    private Optional<String> ask(Pod pod) {
        Optional<String> output =
                reads.output(run.getMetadata().getNamespace(), pod.getMetadata().getName());
        silence = output.isEmpty();
        return output;
    }

    /** By stage. */
    Map<String, StageWatch> seen() {
        return Map.copyOf(seen);
    }

    /** When to ask again; empty where nothing runs. */
    Optional<Duration> again() {
        return again;
    }
}
