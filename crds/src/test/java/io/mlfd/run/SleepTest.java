package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.plan.Plan;
import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time in which the machine slept counts for no limit. */
class SleepTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LIMIT = Plans.policy().stage();

    /** Seconds before and after the stage's limit at which somebody looks, and how many were slept. */
    @ParameterizedTest
    @CsvSource({"-1, 0, false", "0, 0, true", "100, 101, false", "100, 100, true", "1000000, 1000001, false"})
    void aStageIsOverdueByWhatItWasAwake(long beyond, long slept, boolean overdue) {
        Plan plan = Plans.twoSets();
        Map<String, StageState> stages =
                new LinkedHashMap<>(RunState.initial(plan).stages());
        stages.put("teacher/a", new StageState.Active(Attempts.FIRST, START, Optional.of(START), ""));
        RunState state = new RunState(stages, Optional.of(RunClock.start(START)), Optional.empty(), Optional.empty())
                .slept(Duration.ofSeconds(slept));
        Instant since = START.plusSeconds(slept);
        Instant now = START.plus(LIMIT).plusSeconds(beyond);
        StageProcess process = new StageProcess("teacher/a", 1, since, new ProcessPhase.Running(since));

        Decision decision = RunMachine.decide(
                plan, policy(), state, new Observation(List.of(process), new Observation.Volume.Usable(), now));

        assertThat(decision.actions().stream().anyMatch(StopStage.class::isInstance))
                .isEqualTo(overdue);
        assertThat(decision.next().clock().orElseThrow().at(now)).isEqualTo(LIMIT.plusSeconds(beyond - slept));
    }

    private static RunPolicy policy() {
        return Plans.policy();
    }
}
