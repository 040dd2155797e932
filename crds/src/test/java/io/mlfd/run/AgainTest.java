package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.MLFDRunSpec.Rerun;
import io.mlfd.plan.PodDigest;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.run.StageState.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are to go on, and processes that are made anew. */
class AgainTest {
    private final Simulation world = new Simulation(Plans.twoSets(), Plans.policy());

    private void again(String... stages) {
        world.state = Again.of(world.state, new Rerun("t", List.of(stages))).state();
    }

    /** teacher/b is done, teacher/a has failed for good, and the run with it. */
    private void failTheRun() {
        world.startedNow("teacher/a", "teacher/b");
        world.end("teacher/b", 0);
        world.end("teacher/a", 21);
        world.look();
        assertThat(world.state.ended()).isTrue();
    }

    @Test
    void whatFailedIsTriedAgainAndWhatIsDoneIsNot() {
        failTheRun();
        world.pass(Duration.ofHours(100));
        again();
        assertThat(world.state.ended()).isFalse();
        Decision decision = world.look();
        assertThat(world.starts("teacher/a"))
                .extracting(Action.StartStage::attempt)
                .containsExactly(1, 2);
        assertThat(world.starts("teacher/b")).hasSize(1);
        assertThat(decision.next().clock().orElseThrow().at(world.now))
                .as("the time before is not held against timeouts.run")
                .isZero();
        assertThat(decision.next().startedAt()).contains(Simulation.START);
    }

    @Test
    void theBudgetsAreFresh() {
        world.startedNow("teacher/a", "teacher/b");
        world.end("teacher/a", 1);
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(BackingOff.class);
        again();
        assertThat(world.state.stage("teacher/a").attempts().failures()).isZero();
        world.startedNow("teacher/a");
        assertThat(world.starts("teacher/a"))
                .extracting(Action.StartStage::attempt)
                .containsExactly(1, 2);
    }

    /** Which of a failed run's stages are started again, by what is named. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''        | Waiting | Done
            teacher/a | Waiting | Done
            teacher/b | Failed  | Waiting
            nothing   | Failed  | Done
            """)
    void namesSayWhich(String named, String a, String b) {
        failTheRun();
        again(named == null || named.isEmpty() ? new String[0] : new String[] {named});
        assertThat(world.state.stage("teacher/a").getClass().getSimpleName()).isEqualTo(a);
        assertThat(world.state.stage("teacher/b").getClass().getSimpleName()).isEqualTo(b);
    }

    @Test
    void whatIsUnderWayIsLetBe() {
        world.startedNow("teacher/a", "teacher/b");
        world.look();
        again("teacher/a");
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Active.class);
        assertThat(world.look().actions()).isEmpty();
    }

    @Test
    void aSuspendedRunWaits() {
        failTheRun();
        world.policy = Plans.policy(true, 2);
        again();
        assertThat(world.look().actions()).isEmpty();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Waiting.class);
        assertThat(world.state.clock().orElseThrow().since()).isEmpty();
    }

    @Test
    void peopleAreToldWhich() {
        failTheRun();
        assertThat(Again.of(world.state, new Rerun("t", List.of())).tell().message())
                .isEqualTo("1 stage is started again: teacher/a");
        assertThat(Again.of(world.state, new Rerun("t", List.of("teacher/a", "teacher/b")))
                        .tell()
                        .message())
                .isEqualTo("2 stages are started again: teacher/a, teacher/b");
    }

    /** Whether a process that was made with these settings is made anew, by how far it is. */
    @ParameterizedTest
    @CsvSource({
        "other, Pending, true",
        "other, Queued, true",
        "other, Running, false",
        "wanted, Pending, false",
        "unknown, Pending, false"
    })
    void aProcessThatHasNotRunYetIsMadeAnewWithOtherPodSettings(String made, String phase, boolean anew) {
        world.look();
        StageProcess process = world.newest("teacher/a");
        ProcessPhase seen =
                switch (phase) {
                    case "Pending" ->
                        new ProcessPhase.Pending("ImagePullBackOff: x", Optional.empty(), Optional.empty());
                    case "Queued" -> new ProcessPhase.Queued("no room", false);
                    default -> new ProcessPhase.Running(world.now);
                };
        Optional<String> digest =
                switch (made) {
                    case "other" -> Optional.of("0123456789abcdef");
                    case "wanted" ->
                        Optional.of(PodDigest.of(world.plan.stage("teacher/a").pod()));
                    default -> Optional.empty();
                };
        world.processes.put(
                "teacher/a#1", new StageProcess("teacher/a", 1, process.createdAt(), seen, Optional.empty(), digest));
        Decision decision = world.look();
        assertThat(decision.next().stage("teacher/a") instanceof Stopping).isEqualTo(anew);
        if (anew) {
            world.vanish("teacher/a");
            world.look();
            assertThat(world.starts("teacher/a")).hasSize(2);
            assertThat(world.state.stage("teacher/a").attempts().failures()).isZero();
            assertThat(world.state.stage("teacher/a").attempts().disruptions()).isZero();
        }
    }

    @Test
    void theMachineMovesNoRunThatHasEnded() {
        failTheRun();
        assertThat(world.look().actions()).isEmpty();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Failed.class);
        assertThat(world.state.stage("teacher/b")).isInstanceOf(Done.class);
    }
}
