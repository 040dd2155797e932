package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.plan.QueueChoice;
import io.mlfd.plan.RunPolicy;
import io.mlfd.run.Action.StartStage;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Action.Tell;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.Observation.StageProcess;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Queued;
import io.mlfd.run.StageState.Stopping;
import io.mlfd.run.StageState.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a queue does to stages. */
class QueuedStagesTest {
    private static final ProcessPhase HELD = new ProcessPhase.Queued("600m more needed", false);
    private static final ProcessPhase PREEMPTED = new ProcessPhase.Queued("Preempted: to accommodate another", false);
    private static final ProcessPhase RELEASED = new ProcessPhase.Pending("", Optional.empty(), Optional.empty());

    private final Simulation world = new Simulation(Plans.twoSets(), policy("team-a"));

    private static RunPolicy policy(String queue) {
        RunPolicy p = Plans.policy();
        return new RunPolicy(
                p.suspend(),
                queue.isEmpty() ? Optional.empty() : Optional.of(new QueueChoice(queue, Optional.empty())),
                p.parallelism(),
                p.failures(),
                p.disruptions(),
                p.backoffInitial(),
                p.backoffMax(),
                p.pending(),
                p.stage(),
                p.lost(),
                p.run(),
                p.onDelete());
    }

    /** The process as it is made for a queue. */
    private void change(String queue, ProcessPhase phase) {
        StageProcess newest = world.newest("teacher/a");
        world.processes.put(
                "teacher/a#" + newest.attempt(),
                new StageProcess(
                        newest.stage(),
                        newest.attempt(),
                        newest.createdAt(),
                        phase,
                        Optional.of(queue),
                        Optional.empty()));
    }

    private StageState state() {
        return world.state.stage("teacher/a");
    }

    @Test
    void whoIsHeldIsQueuedAndKeepsItsPlace() {
        world.startedNow("teacher/a", "teacher/b");
        change("team-a", HELD);
        world.look();
        assertThat(state()).isEqualTo(new Queued(Attempts.FIRST, Simulation.START, "600m more needed"));
        world.end("teacher/b", 0);
        assertThat(world.look().actions())
                .as("parallelism 2: the queue may let it go at any moment")
                .filteredOn(StartStage.class::isInstance)
                .hasSize(1);
    }

    /** Whether or not anybody can say when it was let go. */
    @Test
    void timeInAQueueIsNotHeldAgainstThePodThatFollows() {
        Duration pending = world.policy.pending();
        world.look();
        change("team-a", HELD);
        world.look();
        world.pass(pending.multipliedBy(4));
        change("team-a", RELEASED);
        world.end("teacher/b", 1);
        assertThat(world.look().actions()).noneMatch(StopStage.class::isInstance);
        assertThat(state()).isEqualTo(new Active(Attempts.FIRST, world.now, Optional.empty(), ""));
        world.vanish("teacher/b");
    }

    @Test
    void whoIsSentBackIsDisruptedOnceAndGoesOnAsTheSameAttempt() {
        world.startedNow("teacher/a", "teacher/b");
        world.look();
        for (int times = 1; times <= 10; times++) {
            change(
                    "team-a",
                    new ProcessPhase.Terminating(
                            "Preempted: to accommodate another", Optional.empty(), Optional.empty(), "by force"));
            world.look();
            change("team-a", PREEMPTED);
            assertThat(world.look().actions())
                    .filteredOn(Tell.class::isInstance)
                    .extracting(tell -> ((Tell) tell).reason() + " " + ((Tell) tell).message())
                    .containsExactly(
                            "StageDisrupted teacher/a was sent back to its queue and goes on when it is let go:"
                                    + " Preempted: to accommodate another");
            assertThat(world.look().actions()).as("counted and told once").isEmpty();
            assertThat(state().attempts())
                    .isEqualTo(new Attempts(
                            1,
                            0,
                            times,
                            0,
                            Optional.empty(),
                            Optional.of(new Loss(1, "Preempted: to accommodate another"))));
            change("team-a", RELEASED);
            world.look();
            change("team-a", new ProcessPhase.Running(world.now));
            world.look();
        }
        assertThat(state())
                .as("no budget ends what a queue orders, though 3 disruptions are allowed")
                .isInstanceOf(Active.class);
        assertThat(world.starts("teacher/a")).hasSize(1);
    }

    @Test
    void whatCanNeverBeLetGoIsToldOnce() {
        world.look();
        change("team-a", new ProcessPhase.Queued("request (8) > maximum capacity (1)", true));
        assertThat(world.look().actions())
                .filteredOn(Tell.class::isInstance)
                .extracting(tell -> ((Tell) tell).reason())
                .containsExactly("StageNeverFits");
        assertThat(world.look().actions()).isEmpty();
        assertThat(state()).as("quotas may be raised").isInstanceOf(Queued.class);
    }

    @Test
    void whoWaitsMovesToTheQueueThatIsNamedNow() {
        world.look();
        change("team-a", HELD);
        world.look();
        world.policy = policy("team-b");
        assertThat(world.look().actions())
                .filteredOn(StopStage.class::isInstance)
                .hasSize(1);
        assertThat(((Stopping) state()).message()).isEqualTo("moves from queue \"team-a\" to queue \"team-b\"");
        world.vanish("teacher/a");
        world.look();
        assertThat(state().attempts()).as("at no cost").isEqualTo(new Attempts(2, 0, 0));
        change("team-b", HELD);
        world.look();
        assertThat(world.look().actions()).isEmpty();
        assertThat(state()).isInstanceOf(Queued.class);
    }

    @Test
    void whoRunsStaysWhereItIsAndSaysSo() {
        world.startedNow("teacher/a", "teacher/b");
        change("team-a", new ProcessPhase.Running(world.now));
        world.policy = policy("");
        assertThat(world.look().actions()).isEmpty();
        assertThat(((Active) state()).message())
                .isEqualTo("runs in queue \"team-a\" until this attempt ends; spec.queue names no queue now");
        world.policy = policy("team-a");
        world.look();
        assertThat(((Active) state()).message()).isEmpty();
    }

    @Test
    void aSuspendedRunTakesItsStagesOutOfTheQueue() {
        world.look();
        change("team-a", HELD);
        world.look();
        world.policy = Plans.policy(true, 2);
        world.look();
        assertThat(state()).isInstanceOf(Stopping.class);
        world.vanish("teacher/a");
        world.look();
        assertThat(state()).isEqualTo(new Waiting(new Attempts(2, 0, 0)));
    }

    @Test
    void theRunsOwnLimitHoldsInAQueue() {
        world.look();
        change("team-a", HELD);
        world.look();
        world.pass(world.policy.run());
        world.look();
        assertThat(((Stopping) state()).message()).contains("spec.timeouts.run");
    }

    @Test
    void whatIsLostInAQueueIsADisruption() {
        world.look();
        change("team-a", HELD);
        world.look();
        world.vanish("teacher/a");
        world.look();
        assertThat(state().attempts().disruptions()).isEqualTo(1);

        world.end("teacher/b", 1);
        Ending unheard = new Ending(OptionalInt.empty(), EndCause.DISRUPTION, "gone", Optional.empty());
        change("team-a", HELD);
        world.look();
        change("team-a", new ProcessPhase.Ended(world.now, unheard));
        world.look();
        assertThat(state()).as("it never ran").isInstanceOf(BackingOff.class);
    }
}
