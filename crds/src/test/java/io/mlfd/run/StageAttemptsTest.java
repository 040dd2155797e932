package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.run.Action.StopStage;
import io.mlfd.run.Observation.EndCause;
import io.mlfd.run.Observation.Ending;
import io.mlfd.run.Observation.ProcessPhase;
import io.mlfd.run.StageState.Active;
import io.mlfd.run.StageState.BackingOff;
import io.mlfd.run.StageState.Failed;
import io.mlfd.run.StageState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How attempts at a stage end, and what follows. */
class StageAttemptsTest {
    private final Simulation world = new Simulation(Plans.twoSets(), Plans.policy());

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
        world.startedNow("teacher/a");
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
        world.change("teacher/a", new ProcessPhase.Pending("", Optional.empty(), Optional.empty()));
        Decision between = world.look();
        assertThat(between.actions()).noneMatch(StopStage.class::isInstance);
        assertThat(world.look().actions()).as("seen again").isEmpty();

        world.change("teacher/a", lostUnheard(world.now));
        world.startedNow("teacher/a");
        assertThat(counted(world.state.stage("teacher/a").attempts())).isEqualTo(new Attempts(2, 0, 1));
    }

    @Test
    void aPodThatNeverRanIsTriedAgainAfterAWait() {
        world.look();
        world.change("teacher/a", lostUnheard(world.now));
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(BackingOff.class);
        assertThat(counted(world.state.stage("teacher/a").attempts())).isEqualTo(new Attempts(2, 0, 1));
        world.pass(Plans.policy().backoffInitial());
        world.startedNow("teacher/a");
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
        assertThat(counted(world.state.stage("teacher/a").attempts())).isEqualTo(new Attempts(2, 0, 1));
        assertThat(world.starts("teacher/a")).hasSize(2);
    }

    @Test
    void aProcessThatIsTakenDownSaysSoAndKeepsItsTimes() {
        world.look();
        world.run("teacher/a");
        world.look();
        Active before = (Active) world.state.stage("teacher/a");
        world.change("teacher/a", new ProcessPhase.Terminating());
        world.look();
        Active taken = (Active) world.state.stage("teacher/a");
        assertThat(taken.message()).contains("being taken down", "by force");
        assertThat(taken.runningSince()).isEqualTo(before.runningSince());
        assertThat(world.look().actions()).isEmpty();
    }

    @Test
    void disruptionsHaveABudgetOfTheirOwn() {
        world.look();
        world.end("teacher/a", 137, EndCause.DISRUPTION);
        world.startedNow("teacher/a");
        for (long seconds : new long[] {10, 20}) {
            world.end("teacher/a", 137, EndCause.DISRUPTION);
            world.look();
            assertThat(((BackingOff) world.state.stage("teacher/a")).until())
                    .as("no further than the last time")
                    .isEqualTo(world.now.plusSeconds(seconds));
            world.pass(Duration.ofSeconds(seconds));
            world.startedNow("teacher/a");
        }
        assertThat(counted(world.state.stage("teacher/a").attempts())).isEqualTo(new Attempts(4, 0, 3));
        world.vanish("teacher/a");
        world.look();
        assertThat(((Failed) world.state.stage("teacher/a")).message())
                .isEqualTo("was disrupted 4 times without a later checkpoint, spec.retries.disruptions allows 3;"
                        + " the last time: Deleted: its process was taken away");
    }

    private static Attempts counted(Attempts attempts) {
        return new Attempts(attempts.number(), attempts.failures(), attempts.disruptions());
    }

    private void lostAt(long step, OptionalInt exit) {
        Ending ending = new Ending(
                exit,
                EndCause.DISRUPTION,
                "PreemptionByScheduler: for another",
                step == 0
                        ? Optional.empty()
                        : Optional.of(StageReport.failed(
                                "teacher/a",
                                1,
                                10,
                                Optional.empty(),
                                Optional.of(new StageReport.Checkpoint(step, "d")),
                                1,
                                "stopped")));
        world.change("teacher/a", new ProcessPhase.Ended(world.now, ending));
    }

    @Test
    void whoGetsFurtherEachTimeMayBeDisruptedForever() {
        world.look();
        for (int times = 1; times <= 30; times++) {
            lostAt(times, OptionalInt.of(10));
            world.startedNow("teacher/a");
            assertThat(world.state.stage("teacher/a").attempts().inVain()).isEqualTo(1);
        }
        assertThat(world.state.stage("teacher/a").attempts().disruptions()).isEqualTo(30);
        lostAt(30, OptionalInt.of(10));
        world.look();
        assertThat(world.state.stage("teacher/a"))
                .as("from the same checkpoint as before")
                .isInstanceOf(BackingOff.class);
    }

    @Test
    void aDisruptionIsToldInTheWordsOfWhoeverDidItEvenWhereTheyAreGoneWithThePod() {
        world.startedNow("teacher/a", "teacher/b");
        world.look();
        world.change(
                "teacher/a",
                new ProcessPhase.Terminating(
                        "EvictionByEvictionAPI: evicting",
                        Optional.of(new StageReport.Checkpoint(7, "d")),
                        Optional.of(world.now),
                        "kubectl delete pod p --force"));
        world.look();
        world.change("teacher/a", lostUnheard(world.now));
        assertThat(world.look().actions())
                .contains(new Action.Tell(
                        Action.Importance.WARNING,
                        "StageDisrupted",
                        "teacher/a goes on as attempt 2: EvictionByEvictionAPI: evicting"));
        Attempts attempts = world.state.stage("teacher/a").attempts();
        assertThat(attempts.loss()).contains(new Loss(1, "EvictionByEvictionAPI: evicting"));
        assertThat(attempts.loss().orElseThrow().reason()).isEqualTo("EvictionByEvictionAPI");
        assertThat(attempts.checkpoint()).contains(new StageReport.Checkpoint(7, "d"));

        world.run("teacher/a");
        world.look();
        world.change("teacher/a", lostUnheard(world.now));
        world.look();
        assertThat(world.state
                        .stage("teacher/a")
                        .attempts()
                        .loss()
                        .orElseThrow()
                        .message())
                .as("not what was said about the attempt before")
                .isEqualTo("its pod was rejected");
    }

    @ParameterizedTest
    @EnumSource(
            value = EndCause.class,
            names = {"OVER_LIMIT", "NO_REPORT"})
    void whatAStageDidToItselfIsAFailure(EndCause cause) {
        world.look();
        world.run("teacher/a");
        world.look();
        OptionalInt exit = cause == EndCause.NO_REPORT ? OptionalInt.of(0) : OptionalInt.empty();
        world.change(
                "teacher/a",
                new ProcessPhase.Ended(world.now, new Ending(exit, cause, "its own doing", Optional.empty())));
        world.look();
        assertThat(((BackingOff) world.state.stage("teacher/a")).message()).isEqualTo("its own doing");
        assertThat(counted(world.state.stage("teacher/a").attempts())).isEqualTo(new Attempts(2, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 143})
    void endingOnASignalNobodySentFromHereIsADisruption(int exit) {
        world.look();
        world.end("teacher/a", exit);
        world.startedNow("teacher/a");
        assertThat(counted(world.state.stage("teacher/a").attempts())).isEqualTo(new Attempts(2, 0, 1));
    }

    @Test
    void outOfMemoryIsAFailureEvenThoughTheStatusIsASignals() {
        world.look();
        world.end("teacher/a", 137, EndCause.OUT_OF_MEMORY);
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(BackingOff.class);
    }

    @Test
    void whoGoesOnHasFreshBudgets() {
        world.look();
        world.end("teacher/a", 137, EndCause.DISRUPTION);
        world.policy = Plans.policy(true, 2);
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(Waiting.class);
        assertThat(counted(world.state.stage("teacher/a").attempts())).isEqualTo(new Attempts(2, 0, 1));
        assertThat(world.state.continued().stage("teacher/a")).isEqualTo(new Waiting(new Attempts(2, 0, 0)));
    }
}
