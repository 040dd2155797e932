package io.mlfd.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mlfd.api.MLFDRun;
import io.mlfd.operator.metrics.FirstValues;
import io.mlfd.plan.Plan;
import io.mlfd.run.Action.PrepareVolume;
import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Attempts;
import io.mlfd.run.Loss;
import io.mlfd.run.Observation;
import io.mlfd.run.Observation.Volume;
import io.mlfd.run.RunClock;
import io.mlfd.run.RunState;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a stage is counted once, under the stage's kind. */
class RunMetricsTest {
    private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
    private static final MLFDRun RUN = Runs.run("r");
    private static final Plan PLAN = Runs.plan(RUN);
    private static final Attempts FIRST = Attempts.FIRST;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RunMetrics metrics = new RunMetrics(registry, new FirstValues(10));

    static Stream<Arguments> moves() {
        Active pending = new Active(FIRST, T, Optional.empty(), "");
        Active running = new Active(FIRST, T, Optional.of(T), "");
        Active second = new Active(FIRST.afterDisruption(new Loss(1, "Evicted: by a test")), T, Optional.empty(), "");
        Stopping suspended = new Stopping(FIRST, StopReason.SUSPENDED, "");
        Stopping late = new Stopping(FIRST, StopReason.TIMED_OUT, "");
        BackingOff backingOff = new BackingOff(FIRST.afterFailure(), T, "");
        Done done = new Done(FIRST, Optional.of(T), T, Optional.empty());
        return Stream.of(
                Arguments.of("is started", new Waiting(FIRST), pending, "started"),
                Arguments.of("begins to run", pending, running, ""),
                Arguments.of("was started and forgotten", new Waiting(FIRST), running, "started"),
                Arguments.of("is held", new Waiting(FIRST), new Waiting(FIRST), ""),
                Arguments.of("is done", running, done, "finished done"),
                Arguments.of("stays done", done, done, ""),
                Arguments.of("is given up", running, new Failed(FIRST, T, ""), "finished failed, failed Other"),
                Arguments.of("is told to stop for its time", running, late, ""),
                Arguments.of("is out of time", late, new Failed(FIRST, T, ""), "finished failed, failed TimedOut"),
                Arguments.of("is tried again", running, backingOff, "finished retried, failed Other"),
                Arguments.of(
                        "starts again",
                        backingOff,
                        new Active(backingOff.attempts(), T, Optional.empty(), ""),
                        "started"),
                Arguments.of(
                        "is lost",
                        running,
                        new Waiting(FIRST.afterDisruption(new Loss(1, "Evicted: by a test"))),
                        "finished disrupted, disrupted Evicted"),
                Arguments.of(
                        "is lost and started again", running, second, "finished disrupted, disrupted Evicted, started"),
                Arguments.of(
                        "never ran",
                        pending,
                        new BackingOff(FIRST.afterDisruption(new Loss(1, "Evicted: by a test")), T, ""),
                        "finished disrupted, disrupted Evicted"),
                Arguments.of("is told to stop", running, suspended, ""),
                Arguments.of(
                        "is sent back by its queue",
                        running,
                        new Queued(FIRST.sentBack(new Loss(1, "Preempted: for another")), T, ""),
                        "finished disrupted, disrupted Preempted"),
                Arguments.of("is stopped", suspended, new Waiting(FIRST.afterStop()), "finished stopped"),
                Arguments.of("finishes while it is being stopped", suspended, done, "finished done"));
    }

    @ParameterizedTest(name = "a stage that {0}")
    @MethodSource("moves")
    void everyMoveCountsOnceUnderItsKind(String what, StageState before, StageState after, String counted) {
        metrics.moved(move(state("joint", before), state("joint", after)));
        metrics.moved(move(state("joint", after), state("joint", after)));
        assertThat(counts()).as(what).isEqualTo(expected(counted));
    }

    /** A word of a move is a counter of the joint stage at one. */
    private static Map<String, Double> expected(String counted) {
        Map<String, Double> expected = new TreeMap<>();
        for (String word : counted.isEmpty() ? new String[0] : counted.split(", ", -1)) {
            String[] parts = word.split(" ", -1);
            String of = parts[0].equals("disrupted") || parts[0].equals("failed")
                    ? " namespace=test reason="
                    : " kind=joint" + (parts.length > 1 ? " outcome=" : "");
            expected.put("mlfd.stages." + parts[0] + of + (parts.length > 1 ? parts[1] : ""), 1.0);
        }
        return expected;
    }

    @Test
    void stagesOfOneKindAreCountedTogetherAndKindsApart() {
        StageState running = new Active(FIRST, T, Optional.of(T), "");
        StageState done = new Done(FIRST, Optional.of(T), T, Optional.empty());
        RunState before = state(Map.of("teacher/a", running, "teacher/b", running, "joint", running));
        RunState after = state(Map.of("teacher/a", done, "teacher/b", done, "joint", done));
        metrics.moved(move(before, after));
        assertThat(counts())
                .containsOnly(
                        Map.entry("mlfd.stages.finished kind=joint outcome=done", 1.0),
                        Map.entry("mlfd.stages.finished kind=teacher outcome=done", 2.0));
    }

    @Test
    void actionsAreCountedByTheirName() {
        metrics.acted(new PrepareVolume());
        metrics.acted(new StartStage(PLAN.stage("joint"), 1));
        metrics.acted(new StartStage(PLAN.stage("report"), 2));
        assertThat(counts())
                .containsOnly(
                        Map.entry("mlfd.actions action=preparevolume", 1.0),
                        Map.entry("mlfd.actions action=startstage", 2.0));
    }

    private static Move move(RunState before, RunState after) {
        return new Move(RUN, PLAN, before, after, new Observation(List.of(), new Volume.Usable(), T));
    }

    private static RunState state(String stage, StageState state) {
        return state(Map.of(stage, state));
    }

    private static RunState state(Map<String, StageState> some) {
        Map<String, StageState> stages =
                new LinkedHashMap<>(RunState.initial(PLAN).stages());
        stages.putAll(some);
        return new RunState(stages, Optional.of(RunClock.start(T)), Optional.empty(), Optional.empty());
    }

    /** Every counter of events that is above nothing, as its name and labels. */
    private Map<String, Double> counts() {
        return registry.getMeters().stream()
                .filter(meter -> !meter.getId().getName().endsWith(".seconds"))
                .filter(meter -> ((Counter) meter).count() > 0)
                .collect(Collectors.toMap(
                        RunMetricsTest::name, meter -> ((Counter) meter).count(), Double::sum, TreeMap::new));
    }

    private static String name(Meter meter) {
        return meter.getId().getName()
                + meter.getId().getTags().stream()
                        .map(tag -> " " + tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining());
    }
}
