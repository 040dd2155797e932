package io.mlfd.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ExitCode;
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
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(new Attempts(2, 0, 1));
    }

    @Test
    void aPodThatNeverRanIsTriedAgainAfterAWait() {
        world.look();
        world.change("teacher/a", lostUnheard(world.now));
        world.look();
        assertThat(world.state.stage("teacher/a")).isInstanceOf(BackingOff.class);
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(new Attempts(2, 0, 1));
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
        assertThat(world.state.stage("teacher/a").attempts()).isEqualTo(new Attempts(2, 0, 1));
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
        for (int i = 0; i < 3; i++) {
            world.end("teacher/a", 137, EndCause.DISRUPTION);
            world.startedNow("teacher/a");
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
        world.startedNow("teacher/a");
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
    void whoGoesOnHasFreshBudgets() {
        world.look();
        world.end("teacher/a", 137, EndCause.DISRUPTION);
        world.policy = Plans.policy(true, 2);
        world.look();
        assertThat(world.state.stage("teacher/a")).isEqualTo(new Waiting(new Attempts(2, 0, 1)));
        assertThat(world.state.continued().stage("teacher/a")).isEqualTo(new Waiting(new Attempts(2, 0, 0)));
    }
}
