package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.run.StageState.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that do not end when they should: limits hold all the same, and nobody else writes to their folder. */
class StuckProcessesTest {
    private static final String REMEDY = "kubectl delete pod p --force";

    private final Simulation world = new Simulation(Plans.twoSets(), Plans.policy());

    @BeforeEach
    void start() {
        world.startedNow("teacher/a", "teacher/b");
        world.look();
    }

    /** Told to end now, with a minute for it, on a node that never answers. */
    private ProcessPhase stuck() {
        return new ProcessPhase.Terminating(
                "DeletionByTaintManager: deleting", Optional.empty(), Optional.of(world.now.plusSeconds(60)), REMEDY);
    }

    private StageState state() {
        return world.state.stage("teacher/a");
    }

    private void passAll() {
        world.pass(Duration.ofSeconds(60).plus(world.policy.lost()));
    }

    @Test
    void aSuspensionIsOverAlthoughAPodCannotBeTakenDown() {
        world.policy = Plans.policy(true, 2);
        world.look();
        ProcessPhase stuck = stuck();
        world.change("teacher/a", stuck);
        world.end("teacher/b", 10);
        assertThat(world.look().wakeUp()).contains(world.now.plusSeconds(90));
        assertThat(world.state.hindrance()).as("it has its minute").isEmpty();
        world.pass(Duration.ofSeconds(90));
        assertThat(world.look().wakeUp()).contains(world.now.minusSeconds(30).plus(world.policy.lost()));
        assertThat(state()).isInstanceOf(Stopping.class);
        assertThat(world.state.hindrance().orElseThrow().message())
                .contains("teacher/a: attempt 1 should be gone since", REMEDY);
        passAll();
        world.look();
        assertThat(state().attempts().number()).isEqualTo(2);
        assertThat(world.state.anyProcess()).as("suspended").isFalse();

        world.policy = Plans.policy(false, 2);
        assertThat(world.look().actions())
                .as("it may still write")
                .filteredOn(StartStage.class::isInstance)
                .extracting(start -> ((StartStage) start).stage().name())
                .containsExactly("teacher/b");
        assertThat(world.state.hindrance().orElseThrow().message()).contains(REMEDY);
        world.vanish("teacher/a");
        world.startedNow("teacher/a");
    }

    @Test
    void aStageThatIsOverdueFailsAlthoughItsPodCannotBeTakenDown() {
        world.pass(world.policy.stage());
        world.look();
        assertThat(((Stopping) state()).reason()).isEqualTo(StageState.StopReason.TIMED_OUT);
        world.change("teacher/a", stuck());
        world.look();
        passAll();
        world.look();
        assertThat(((Failed) state()).message()).startsWith("ran longer than spec.timeouts.stage allows");
    }

    @Test
    void aLostNodeIsADisruptionAndTheRunsLimitHolds() {
        world.change("teacher/a", stuck());
        world.look();
        assertThat(((Active) state()).message()).contains("is being taken down", REMEDY, "DeletionByTaintManager");
        passAll();
        world.look();
        assertThat(state()).isInstanceOf(Waiting.class);
        assertThat(state().attempts().disruptions()).isEqualTo(1);
        assertThat(state().attempts().loss().orElseThrow().reason()).isEqualTo("NodeLost");
        assertThat(world.look().actions())
                .as("counted once, and not started beside the old one")
                .isEmpty();
        world.pass(world.policy.run());
        world.look();
        assertThat(((Failed) state()).message()).contains("spec.timeouts.run");
        world.end("teacher/b", 0);
        world.look();
        assertThat(world.state.ended()).isTrue();
    }

    @Test
    void whoComesBackAfterItCountedAsLostIsTakenDown() {
        world.change("teacher/a", stuck());
        world.look();
        passAll();
        world.look();
        world.change("teacher/a", new ProcessPhase.Queued("Preempted: for another", false));
        assertThat(world.look().actions()).contains(stop(1));
    }

    @Test
    void whatItsJobLeftBehindIsTakenDownAndLimitsHold() {
        world.change("teacher/a", new ProcessPhase.Orphaned("its Job was deleted"));
        assertThat(world.look().actions()).contains(stop(1));
        assertThat(((Active) state()).message()).isEqualTo("its Job was deleted");
        world.pass(world.policy.pending());
        world.end("teacher/b", 0);
        world.look();
        world.pass(world.policy.pending());
        world.look();
        assertThat(state()).isInstanceOf(Stopping.class);
        world.change("teacher/a", new ProcessPhase.Orphaned("its Job was deleted"));
        assertThat(world.look().actions()).as("and again, if need be").contains(stop(1));
    }

    private Action stop(int attempt) {
        return new StopStage(world.plan.stage("teacher/a"), attempt);
    }

    @Test
    void aStageIsDoneWhateverRunsBesideItAndThatIsRemoved() {
        Ending ending = new Ending(OptionalInt.of(0), EndCause.ITSELF, "", Optional.empty());
        world.change("teacher/a", new ProcessPhase.Ended(world.now, ending, true));
        assertThat(world.look().actions()).contains(stop(1));
        assertThat(state()).isInstanceOf(Done.class);
        assertThat(List.of(state().attempts())).containsExactly(Attempts.FIRST);
    }
}
