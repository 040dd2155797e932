package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ExitCode;
import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.Observation.Volume;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Done;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.run.StageState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        startedNow("teacher/a", "teacher/b");
        world.end("teacher/a", 0);
        startedNow("baseline/own-teacher/a");
        world.end("teacher/b", 0);
        startedNow("joint");
        world.end("baseline/own-teacher/a", 0);
        startedNow("baseline/own-teacher/b");
        world.end("joint", 0);
        startedNow("distill/a");
        world.end("distill/a", 0);
        world.end("baseline/own-teacher/b", 0);
        startedNow("distill/b");
        world.end("distill/b", 0);
        startedNow("report");
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
    void failureBacksOffThenUsesUpItsBudget() {
        world.look();
        failOnce(1, 10);
        failOnce(1, 20);
        world.end("teacher/a", 1);
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Failed.class);
        assertThat(((Failed) world.state.stage("teacher/a")).message())
                .contains("failed 3 times", "spec.retries.failures", "exit 1");
        assertThat(world.state.ended()).as("teacher/b still runs").isFalse();
        world.end("teacher/b", 0);
        world.look();
        assertThat(world.state.ended()).isTrue();
        assertThat(world.starts("joint")).isEmpty();
    }

    private void failOnce(int exit, long seconds) {
        world.end("teacher/a", exit);
        Decision decision = world.look();
        assertThat(((BackingOff) world.state.stage("teacher/a")).until()).isEqualTo(world.now.plusSeconds(seconds));
        assertThat(decision.wakeUp()).contains(world.now.plusSeconds(seconds));
        world.pass(Duration.ofSeconds(seconds - 1));
        assertThat(world.look().actions()).isEmpty();
        world.pass(Duration.ofSeconds(1));
        startedNow("teacher/a");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 23})
    void someFailuresAreFinal(int exit) {
        world.look();
        world.end("teacher/a", exit);
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Failed.class);
        assertThat(ExitCode.of(exit))
                .hasValueSatisfying(code -> assertThat(code.retriable()).isFalse());
    }

    @Test
    void aPodThatIsGoneBeforeItsJobSaysSoIsADisruptionHoweverLongItRan() {
        world.look();
        world.run("teacher/a");
        world.run("teacher/b");
        world.look();
        world.pass(Plans.policy().pending().plusMinutes(1));
        world.change("teacher/a", new ProcessPhase.Pending(""));
        Decision between = world.look();
        assertThat(between.actions()).noneMatch(StopStage.class::isInstance);
        assertThat(world.look().actions()).as("seen again").isEmpty();

        world.change("teacher/a", lostUnheard(world.now));
        startedNow("teacher/a");
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(new Attempts(2, 0, 1));
    }

    @Test
    void whoIsSentBackToTheQueueWaitsFromThenOn() {
        world.look();
        world.run("teacher/a");
        world.run("teacher/b");
        world.look();
        world.pass(Plans.policy().pending().plusMinutes(1));
        world.change("teacher/a", new ProcessPhase.Pending("JobSuspended: its Job is suspended"));
        assertThat(world.look().actions()).noneMatch(StopStage.class::isInstance);
        assertThat(world.look().actions()).noneMatch(StopStage.class::isInstance);
        world.pass(Plans.policy().pending());
        assertThat(world.look().actions()).anyMatch(StopStage.class::isInstance);
    }

    @Test
    void aPodThatNeverRanIsTriedAgainAfterAWait() {
        world.look();
        world.change("teacher/a", lostUnheard(world.now));
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(BackingOff.class);
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(new Attempts(2, 0, 1));
        world.pass(Plans.policy().backoffInitial());
        startedNow("teacher/a");
    }

    private static ProcessPhase lostUnheard(Instant at) {
        return new ProcessPhase.Ended(
                at, new Ending(OptionalInt.empty(), EndCause.DISRUPTION, "its pod was rejected", Optional.empty()));
    }

    @Test
    void anAttemptThatWasMadeAndForgottenHidesNoLossBeforeIt() {
        world.look();
        world.run("teacher/a");
        world.look();
        world.end("teacher/a", 137, EndCause.DISRUPTION);
        world.look(true);
        assertThat(world.starts("teacher/a")).hasSize(2);
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(Attempts.FIRST);

        world.look();
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(new Attempts(2, 0, 1));
        assertThat(world.starts("teacher/a")).hasSize(2);
    }

    @Test
    void disruptionsHaveABudgetOfTheirOwn() {
        world.look();
        for (int i = 0; i < 3; i++) {
            world.end("teacher/a", 137, EndCause.DISRUPTION);
            startedNow("teacher/a");
        }
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(new Attempts(4, 0, 3));
        world.vanish("teacher/a");
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Failed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 143})
    void endingOnASignalNobodySentFromHereIsADisruption(int exit) {
        world.look();
        world.end("teacher/a", exit);
        startedNow("teacher/a");
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(new Attempts(2, 0, 1));
    }

    @Test
    void outOfMemoryIsAFailureEvenThoughTheStatusIsASignals() {
        world.look();
        world.end("teacher/a", 137, EndCause.OUT_OF_MEMORY);
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(BackingOff.class);
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
        startedNow("teacher/a");
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
    void pendingTooLongFailsWithThePlatformsReason() {
        world.look();
        world.change("teacher/a", new ProcessPhase.Pending("ImagePullBackOff: no such image"));
        world.run("teacher/b");
        assertThat(world.look().wakeUp()).contains(Simulation.START.plus(Duration.ofMinutes(10)));
        world.pass(Duration.ofMinutes(10));
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Stopping.class);
        world.vanish("teacher/a");
        world.look();
        assertThat(((Failed) world.state.stage("teacher/a")).message())
                .contains("spec.timeouts.pending", "ImagePullBackOff: no such image");
    }

    @Test
    void stageAndRunHaveTimeLimits() {
        world.look();
        world.run("teacher/a");
        world.look();
        world.pass(Duration.ofHours(1));
        world.look();
        world.end("teacher/a", 10);
        world.look();
        assertThat(((Failed) world.state.stage("teacher/a")).message()).contains("spec.timeouts.stage");
    }

    @Test
    void overdueRunEndsWhole() {
        world.look();
        world.pass(Duration.ofHours(10));
        world.look();
        world.vanish("teacher/a");
        world.vanish("teacher/b");
        world.look();
        assertThat(world.state.ended()).isTrue();
        assertThat(world.state.stages().values()).allMatch(Failed.class::isInstance);
    }

    @Test
    void theRunsTimeLimitStandsStillWhileItIsSuspended() {
        world.policy = anHour(false);
        startedNow("teacher/a", "teacher/b");
        world.pass(Duration.ofMinutes(50));
        world.policy = anHour(true);
        world.look();
        world.end("teacher/a", 10);
        world.end("teacher/b", 10);
        assertThat(world.look().wakeUp()).isEmpty();
        RunState asleep = world.state;
        world.pass(Duration.ofDays(7));
        world.look();
        assertThat(world.state).as("nothing happens while it sleeps").isEqualTo(asleep);

        world.policy = anHour(false);
        startedNow("teacher/a", "teacher/b");
        Instant usedUp = world.now.plus(Duration.ofMinutes(10));
        assertThat(world.look().wakeUp()).contains(usedUp);
        world.now = usedUp.minusSeconds(1);
        assertThat(world.look().actions()).isEmpty();
        world.now = usedUp;
        world.look();
        assertThat(((Stopping) world.state.stage("teacher/a")).message()).contains("spec.timeouts.run", "(1h)");
    }

    /** Of work for the whole run. */
    private static RunPolicy anHour(boolean suspend) {
        RunPolicy p = Plans.policy(suspend, 2);
        return new RunPolicy(
                p.suspend(),
                p.parallelism(),
                p.failures(),
                p.disruptions(),
                p.backoffInitial(),
                p.backoffMax(),
                p.pending(),
                p.stage(),
                Duration.ofHours(1),
                p.onDelete());
    }

    @Test
    void theClockSaysHowLongAnEndedRunWasUnderWay() {
        world.look();
        world.pass(Duration.ofMinutes(1));
        world.end("teacher/a", 20);
        world.end("teacher/b", 20);
        world.look();
        assertThat(world.state.ended()).isTrue();
        assertThat(world.state.clock())
                .contains(new RunClock(Simulation.START, Duration.ofMinutes(1), Optional.empty()));
    }

    @Test
    void waitingForAClaimStandsStillTooWhileTheRunIsSuspended() {
        world.volume = new Volume.Unusable("spec.storage.claimName: claim \"x\" does not exist");
        world.look();
        world.pass(Duration.ofMinutes(4));
        world.policy = Plans.policy(true, 2);
        world.look();
        world.pass(Duration.ofDays(7));
        world.policy = Plans.policy(false, 2);
        assertThat(world.look().wakeUp()).contains(world.now.plus(Duration.ofMinutes(6)));
        assertThat(world.state.anyFailed()).isFalse();
        world.pass(Duration.ofMinutes(6));
        world.look();
        assertThat(world.state.anyFailed()).isTrue();
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
    void attemptWaitsUntilTheOneBeforeIsGone() {
        world.look();
        world.run("teacher/a");
        world.look();
        world.state = world.state.continued();
        assertThat(world.state.stage("teacher/a")).isEqualTo(new Waiting(new Attempts(2, 0, 0)));
        assertThat(world.look().actions()).noneMatch(StartStage.class::isInstance);
        world.vanish("teacher/a");
        world.vanish("teacher/b");
        startedNow("teacher/a", "teacher/b");
    }

    @Test
    void aStageWaitsForWhoeverElseIsInItsFolder() {
        StageProcess foreign =
                new StageProcess("teacher/a", StageProcess.FOREIGN, Simulation.START, new ProcessPhase.Terminating());
        world.processes.put("foreign", foreign);
        startedNow("teacher/b");
        assertThat(world.state.hindrance()).get().satisfies(hindrance -> {
            assertThat(hindrance.kind()).isEqualTo(Hindrance.Kind.OCCUPIED);
            assertThat(hindrance.message()).contains("teacher/a", "earlier run");
        });
        world.processes.remove("foreign");
        startedNow("teacher/a");
        assertThat(world.state.hindrance()).isEmpty();
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(Attempts.FIRST);
    }

    @Test
    void whoGoesOnHasFreshBudgets() {
        world.look();
        world.end("teacher/a", 137, EndCause.DISRUPTION);
        world.policy = Plans.policy(true, 2);
        world.look();
        assertThat(world.state.stage("teacher/a")).isEqualTo(new Waiting(new Attempts(2, 0, 1)));
        assertThat(world.state.continued().stage("teacher/a")).isEqualTo(new Waiting(new Attempts(2, 0, 0)));
    }

    private void startedNow(String... stages) {
        Decision decision = world.look();
        assertThat(decision.actions())
                .filteredOn(StartStage.class::isInstance)
                .extracting(action -> ((StartStage) action).stage().name())
                .containsExactlyInAnyOrder(stages);
        for (String stage : stages) {
            world.run(stage);
        }
    }
}
