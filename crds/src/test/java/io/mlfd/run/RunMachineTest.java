package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.Observation.Volume;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.run.StageState.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunMachineTest {

    private static final List<String> ORDER = List.of(
            "teacher/a",
            "teacher/b",
            "joint",
            "distill/a",
            "distill/b",
            "baseline/own-teacher/a",
            "baseline/own-teacher/b",
            "report");

    private final Simulation world = new Simulation(Plans.twoSets(), Plans.policy());

    @Test
    void stagesFollowTheGraph() {
        assertThat(world.plan.stages()).extracting(stage -> stage.name()).containsExactlyElementsOf(ORDER);
        world.startedNow("teacher/a", "teacher/b");
        world.end("teacher/a", 0);
        world.startedNow("baseline/own-teacher/a");
        world.end("teacher/b", 0);
        world.startedNow("joint");
        world.end("baseline/own-teacher/a", 0);
        world.startedNow("baseline/own-teacher/b");
        world.end("joint", 0);
        world.startedNow("distill/a");
        world.end("distill/a", 0);
        world.end("baseline/own-teacher/b", 0);
        world.startedNow("distill/b");
        world.end("distill/b", 0);
        world.startedNow("report");
        world.end("report", 0);
        world.look();
        assertThat(world.state.complete()).isTrue();
        assertThat(world.state.completedAt()).contains(world.now);
    }

    @Test
    void secondLookAtTheSameWorldStartsNothing() {
        Observation before = world.observation();
        Decision first = RunMachine.decide(world.plan, world.policy, world.state, before);
        Decision again = RunMachine.decide(world.plan, world.policy, first.next(), before);
        assertThat(first.actions()).filteredOn(StartStage.class::isInstance).hasSize(2);
        assertThat(again.actions()).isEmpty();
        assertThat(again.next()).isEqualTo(first.next());
    }

    @Test
    void aClaimOfOneDataSetHoldsUpTheStagesThatReadItAndNoOthers() {
        String lost = "spec.datasets[0].source.claimName: claim \"a\" has lost its volume";
        Observation seen = new Observation(List.of(), new Volume.Usable(), Map.of("teacher/a", lost), world.now);
        Decision decision = RunMachine.decide(world.plan, world.policy, world.state, seen);
        assertThat(decision.actions())
                .filteredOn(StartStage.class::isInstance)
                .extracting(start -> ((StartStage) start).stage().name())
                .containsExactly("teacher/b");
        assertThat(decision.next().stage("teacher/a")).isInstanceOf(Waiting.class);
        assertThat(decision.next().hindrance()).contains(new Hindrance(Hindrance.Kind.VOLUME, lost));
    }

    @Test
    void ofSeveralClaimsThatDoNotServeEachIsTold() {
        Observation seen = new Observation(
                List.of(), new Volume.Usable(), Map.of("teacher/a", "claim a", "teacher/b", "claim b"), world.now);
        assertThat(RunMachine.decide(world.plan, world.policy, world.state, seen)
                        .next()
                        .hindrance())
                .contains(new Hindrance(Hindrance.Kind.VOLUME, List.of("claim a", "claim b")));
    }

    @Test
    void aClaimThatNeverServesFailsTheStageThatNeedsItOnceTheWaitIsOver() {
        Observation first = new Observation(
                List.of(),
                new Volume.Usable(),
                Map.of("teacher/a", "claim lost", "teacher/b", "claim lost"),
                world.now);
        RunState waiting =
                RunMachine.decide(world.plan, world.policy, world.state, first).next();
        Observation later = new Observation(
                List.of(),
                new Volume.Usable(),
                first.blocked(),
                world.now.plus(world.policy.pending()).plusSeconds(1));
        assertThat(RunMachine.decide(world.plan, world.policy, waiting, later)
                        .next()
                        .stage("teacher/a"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.message()).startsWith("claim lost (waited for"));
    }

    @Test
    void forgottenStateIsMadeGoodByWhatIsThere() {
        world.look(true);
        world.run("teacher/a");
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Active.class);
        assertThat(world.state.stage("teacher/b")).isInstanceOf(Active.class);
        assertThat(world.starts("teacher/a")).hasSize(1);
    }

    @Test
    void processThatIsNotListedIsNoLoss() {
        world.look();
        world.processes.clear();
        RunState before = world.state;
        world.look();
        assertThat(world.state).isEqualTo(before);
    }

    @Test
    void suspendStopsAndResumeGoesOnWithoutCost() {
        world.look();
        world.run("teacher/a");
        world.end("teacher/b", 0);
        world.policy = Plans.policy(true, 2);
        Decision decision = world.look();
        assertThat(decision.actions()).filteredOn(StopStage.class::isInstance).hasSize(1);
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Stopping.class);
        assertThat(world.look().actions()).as("told once").isEmpty();
        world.policy = Plans.policy(false, 2);
        world.look();
        assertThat(world.starts("teacher/a"))
                .as("the old process is still there")
                .hasSize(1);
        world.end("teacher/a", 10);
        world.startedNow("teacher/a");
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(new Attempts(2, 0, 0));
        assertThat(world.starts("teacher/b")).hasSize(1);
    }

    @Test
    void suspendedRunStartsNothingAndIsNotOverdue() {
        world.policy = Plans.policy(true, 2);
        world.look();
        world.pass(Duration.ofHours(11));
        assertThat(world.look().actions()).isEmpty();
        assertThat(world.state.anyFailed()).isFalse();
    }

    @Test
    void finishingWhileBeingStoppedCounts() {
        world.look();
        world.policy = Plans.policy(true, 2);
        world.look();
        world.end("teacher/a", 0);
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Done.class);
    }

    @Test
    void volumeIsMadeBeforeTheFirstStageAndAMissingOneIsWaitedFor() {
        world.volume = new Volume.Absent();
        assertThat(world.look().actions()).anyMatch(Action.PrepareVolume.class::isInstance);
        Simulation other = new Simulation(Plans.twoSets(), Plans.policy());
        other.volume = new Volume.Unusable("spec.storage.claimName: claim \"x\" does not exist");
        assertThat(other.look().actions()).noneMatch(StartStage.class::isInstance);
        assertThat(other.state.hindrance().map(Hindrance::kind)).contains(Hindrance.Kind.VOLUME);
        assertThat(other.state.hindrance().map(Hindrance::message).orElse("")).contains("claim \"x\"");
        other.pass(Duration.ofMinutes(10));
        other.look();
        assertThat(((Failed) other.state.stage("teacher/a")).message())
                .contains("claim \"x\"", "spec.timeouts.pending");
    }

    @Test
    void aVolumeThatIsLostWithFinishedStagesIsNotMadeAnew() {
        world.startedNow("teacher/a", "teacher/b");
        world.end("teacher/a", 0);
        world.startedNow("baseline/own-teacher/a");
        world.end("teacher/b", 0);
        world.volume = new Volume.Absent();
        assertThat(world.look().actions())
                .noneMatch(Action.PrepareVolume.class::isInstance)
                .noneMatch(StartStage.class::isInstance);
        assertThat(world.state.stage("joint")).isInstanceOf(Failed.class);
        assertThat(((Failed) world.state.stage("joint")).message())
                .isEqualTo(
                        "the run's volume is gone; make a new run (finished stages were on it: teacher/a, teacher/b)");
        assertThat(world.state.ended()).as("a stage is under way").isFalse();
        world.end("baseline/own-teacher/a", 22);
        world.look();
        assertThat(world.state.ended()).isTrue();
    }

    @Test
    void aVolumeThatIsLostWithNothingFinishedOnItIsMadeAgain() {
        world.startedNow("teacher/a", "teacher/b");
        world.end("teacher/a", 1);
        world.end("teacher/b", 1);
        world.volume = new Volume.Absent();
        assertThat(world.look().actions()).anyMatch(Action.PrepareVolume.class::isInstance);
        assertThat(world.state.anyFailed()).isFalse();
    }

    @Test
    void attemptWaitsUntilTheOneBeforeIsGone() {
        world.look();
        world.run("teacher/a");
        world.look();
        world.state = world.state.continued();
        assertThat(world.state.stage("teacher/a")).isEqualTo(new Waiting(new Attempts(2, 0, 0)));
        assertThat(world.look().actions()).noneMatch(StartStage.class::isInstance);
        world.vanish("teacher/a");
        world.vanish("teacher/b");
        world.startedNow("teacher/a", "teacher/b");
    }

    @Test
    void aStageWaitsForWhoeverElseIsInItsFolder() {
        StageProcess foreign =
                new StageProcess("teacher/a", StageProcess.FOREIGN, Simulation.START, new ProcessPhase.Terminating());
        world.processes.put("foreign", foreign);
        world.startedNow("teacher/b");
        assertThat(world.state.hindrance()).get().satisfies(hindrance -> {
            assertThat(hindrance.kind()).isEqualTo(Hindrance.Kind.OCCUPIED);
            assertThat(hindrance.message()).contains("teacher/a", "earlier run");
        });
        world.processes.remove("foreign");
        world.startedNow("teacher/a");
        assertThat(world.state.hindrance()).isEmpty();
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(Attempts.FIRST);
    }
}
