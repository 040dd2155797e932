package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.Volume;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Stopping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How long attempts and runs may wait and run. */
class RunTimeLimitsTest {
    private final Simulation world = new Simulation(Plans.twoSets(), Plans.policy());

    @Test
    void whoIsSentBackToTheQueueWaitsFromThenOn() {
        world.look();
        world.run("teacher/a");
        world.run("teacher/b");
        world.look();
        world.pass(Plans.policy().pending().plusMinutes(1));
        world.change(
                "teacher/a", new ProcessPhase.Pending("Unschedulable: 0/1 nodes", Optional.empty(), Optional.empty()));
        world.end("teacher/b", 0);
        assertThat(world.look().actions()).noneMatch(StopStage.class::isInstance);
        assertThat(world.look().actions()).noneMatch(StopStage.class::isInstance);
        world.pass(Plans.policy().pending());
        assertThat(world.look().actions()).anyMatch(StopStage.class::isInstance);
    }

    @Test
    void timeInAQueueCountsForNothingButTheRunsOwnLimit() {
        Duration pending = Plans.policy().pending();
        world.look();
        for (String stage : List.of("teacher/a", "teacher/b")) {
            world.change(stage, new ProcessPhase.Queued("JobSuspended: its Job is suspended", false));
        }
        world.pass(pending.multipliedBy(5));
        Decision held = world.look();
        assertThat(held.actions()).noneMatch(StopStage.class::isInstance);
        assertThat(held.wakeUp())
                .as("nobody looks again before the run's own limit")
                .contains(Simulation.START.plus(Plans.policy().run()));

        world.change("teacher/a", new ProcessPhase.Pending("", Optional.empty(), Optional.of(world.now)));
        world.pass(pending.minusSeconds(1));
        assertThat(world.look().actions()).noneMatch(StopStage.class::isInstance);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.look().actions())
                .filteredOn(StopStage.class::isInstance)
                .extracting(stop -> ((StopStage) stop).stage().name())
                .containsExactly("teacher/a");
    }

    @Test
    void pendingTooLongFailsWithThePlatformsReason() {
        world.look();
        world.change(
                "teacher/a",
                new ProcessPhase.Pending("ImagePullBackOff: no such image", Optional.of(world.now), Optional.empty()));
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
    void waitingForRoomThatOthersOfTheRunTakeIsNotHeldAgainstAStage() {
        Duration pending = Plans.policy().pending();
        world.look();
        world.run("teacher/a");
        world.change(
                "teacher/b", new ProcessPhase.Pending("Unschedulable: 0/1 nodes", Optional.empty(), Optional.empty()));
        world.pass(pending.multipliedBy(3));
        assertThat(world.look().actions()).as("another runs").isEmpty();

        world.end("teacher/a", 1);
        assertThat(world.look().actions()).as("another is tried again").noneMatch(StopStage.class::isInstance);
        world.pass(Plans.policy().backoffInitial());
        world.look();
        assertThat(world.look().actions()).as("another was started").isEmpty();
        world.run("teacher/a");
        world.look();
        world.pass(pending.multipliedBy(3));
        world.end("teacher/a", 0);
        world.startedNow("baseline/own-teacher/a");
        world.look();
        world.pass(pending.multipliedBy(3));
        world.end("baseline/own-teacher/a", 0);
        assertThat(world.look().wakeUp()).as("another has ended").contains(world.now.plus(pending));
        world.pass(pending.minusSeconds(1));
        assertThat(world.look().actions()).isEmpty();
        world.pass(Duration.ofSeconds(1));
        assertThat(world.look().actions()).as("nobody is in its way").anyMatch(StopStage.class::isInstance);
    }

    @Test
    void whoGetsANodeAfterALongWaitHasTimeToStart() {
        Duration pending = Plans.policy().pending();
        world.look();
        world.run("teacher/a");
        world.pass(pending.multipliedBy(3));
        world.change("teacher/b", new ProcessPhase.Pending("", Optional.of(world.now), Optional.empty()));
        assertThat(world.look().actions()).noneMatch(StopStage.class::isInstance);
        world.pass(pending.minusSeconds(1));
        assertThat(world.look().actions()).noneMatch(StopStage.class::isInstance);
        world.pass(Duration.ofSeconds(1));
        assertThat(world.look().actions()).anyMatch(StopStage.class::isInstance);
    }

    @Test
    void whoHasANodeIsHeldToItsLimitWhateverOthersDo() {
        world.look();
        world.run("teacher/a");
        world.change(
                "teacher/b",
                new ProcessPhase.Pending("ImagePullBackOff: no such image", Optional.of(world.now), Optional.empty()));
        world.look();
        world.pass(Plans.policy().pending());
        assertThat(world.look().actions()).anyMatch(StopStage.class::isInstance);
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
        world.startedNow("teacher/a", "teacher/b");
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
        world.startedNow("teacher/a", "teacher/b");
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
                p.queue(),
                p.parallelism(),
                p.failures(),
                p.disruptions(),
                p.backoffInitial(),
                p.backoffMax(),
                p.pending(),
                p.stage(),
                p.lost(),
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
}
