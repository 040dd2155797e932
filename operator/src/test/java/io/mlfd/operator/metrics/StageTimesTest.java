package io.mlfd.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.run.Attempts;
import io.mlfd.run.Loss;
import io.mlfd.run.StageState;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Queued;
import io.mlfd.run.StageState.StopReason;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.run.StageState.Waiting;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every second of an attempt is counted once, when what it was spent on is over. */
class StageTimesTest {
    private static final Attempts FIRST = Attempts.FIRST;
    private static final Loss LOSS = new Loss(1, "Evicted: by a test");

    /** Now is second 100. */
    static Stream<Arguments> moves() {
        StageState waiting = new Waiting(FIRST);
        StageState queued = new Queued(FIRST, at(10), "");
        StageState pending = new Active(FIRST, at(30), Optional.empty(), "");
        StageState running = new Active(FIRST, at(30), Optional.of(at(40)), "");
        StageState done = new Done(FIRST, Optional.of(at(40)), at(90), Optional.empty());
        Attempts further = new Attempts(2, 0, 1, 1, Optional.empty(), Optional.of(LOSS));
        Attempts got = new Attempts(2, 0, 1, 0, Optional.empty(), Optional.of(LOSS));
        return Stream.of(
                Arguments.of("stays queued", queued, queued, ""),
                Arguments.of("is let go", queued, pending, "queued 20"),
                Arguments.of("is let go and runs at once", queued, running, "queued 30"),
                Arguments.of("leaves the queue for good", queued, new Failed(FIRST, at(99), ""), "queued 90"),
                Arguments.of("stays pending", pending, pending, ""),
                Arguments.of("begins to run", pending, running, "pending 10"),
                Arguments.of("was started and runs when it is seen first", waiting, running, "pending 10"),
                Arguments.of("never ran", pending, new BackingOff(FIRST.afterFailure(), at(110), ""), "pending 70"),
                Arguments.of("goes on running", running, running, ""),
                Arguments.of("is done", running, done, "running 50"),
                Arguments.of("was done when it was seen first", waiting, done, "running 50"),
                Arguments.of("was pending and is done", pending, done, "pending 10, running 50"),
                Arguments.of("stays done", done, done, ""),
                Arguments.of(
                        "fails and is tried again",
                        running,
                        new BackingOff(FIRST.afterFailure(), at(110), ""),
                        "lost 60, running 60"),
                Arguments.of("is given up", running, new Failed(FIRST, at(100), ""), "lost 60, running 60"),
                Arguments.of("is lost for nothing", running, new Waiting(further), "lost 60, running 60"),
                Arguments.of("is lost after a later checkpoint", running, new Waiting(got), "running 60"),
                Arguments.of(
                        "is lost and the next one waits",
                        running,
                        new Active(further, at(99), Optional.empty(), ""),
                        "lost 60, running 60"),
                Arguments.of(
                        "is sent back to its queue",
                        running,
                        new Queued(FIRST.sentBack(LOSS), at(100), ""),
                        "running 60"),
                Arguments.of("is told to stop", running, new Stopping(FIRST, StopReason.SUSPENDED, ""), "running 60"),
                Arguments.of(
                        "is told to stop for its time",
                        running,
                        new Stopping(FIRST, StopReason.TIMED_OUT, ""),
                        "lost 60, running 60"),
                Arguments.of(
                        "is done while it is being stopped", new Stopping(FIRST, StopReason.SUSPENDED, ""), done, ""),
                Arguments.of(
                        "began by a clock that is ahead",
                        new Active(FIRST, at(30), Optional.of(at(200)), ""),
                        new Failed(FIRST, at(100), ""),
                        ""));
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }

    @ParameterizedTest(name = "a stage that {0}")
    @MethodSource("moves")
    void whatIsOverIsCounted(String what, StageState before, StageState after, String spent) {
        Map<String, Long> seconds = new TreeMap<>();
        StageTimes.between(before, after, at(100)).forEach((in, time) -> seconds.put(in.label(), time.toSeconds()));
        Map<String, Long> expected = new TreeMap<>();
        for (String part : spent.isEmpty() ? new String[0] : spent.split(", ", -1)) {
            expected.put(part.split(" ", -1)[0], Long.parseLong(part.split(" ", -1)[1]));
        }
        assertThat(seconds).as(what).isEqualTo(expected);
    }
}
