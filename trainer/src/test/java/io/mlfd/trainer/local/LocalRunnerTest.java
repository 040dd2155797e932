package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRunnerTest {
    @TempDir
    private Path temporary;

    private RunnerRig rig;
    private FakeMachine machine;

    @BeforeEach
    void rig() {
        rig = new RunnerRig(temporary);
        machine = rig.machine();
    }

    @Test
    void runsEveryStageOnceAfterItsInputs() {
        RunOutcome outcome = rig.run(Runs.small());

        assertThat(outcome.exit()).isZero();
        assertThat(outcome.state().complete()).isTrue();
        assertThat(machine.launched())
                .containsExactlyElementsOf(
                        RunnerRig.STAGES.stream().map(s -> s + "#1").toList());
        assertThat(machine.mostAtOnce()).isEqualTo(2);
        assertThat(rig.lines()).contains("started  teacher/a", "done     teacher/a in 2.0s: a 75.0 %");
    }

    @Test
    void aDamagedReportCostsARunNothing() {
        machine.spoil(report -> report.replaceFirst("\"stage\":\"[^\"]*\"", "\"stage\":null"));

        assertThat(rig.run(Runs.small()).exit()).isZero();
    }

    @Test
    void aReportOfAnotherReleaseIsTold() {
        machine.spoil(report -> report.replace("\"version\":2", "\"version\":1"));
        machine.exits("teacher/a", 21);

        assertThat(rig.run(Runs.small()).failures())
                .singleElement()
                .asString()
                .contains("teacher/a", "its report is of version 1", "use operator and trainer of one release");
    }

    @Test
    void tellsAStageItsThreadsAndItsPlaces() {
        rig.run(Runs.small());

        StageOrder order = machine.orders().get(0);
        assertThat(order.threads()).isEqualTo(1);
        assertThat(order.places().run()).isEqualTo(rig.folder().toString());
        assertThat(order.places().data()).isEmpty();
    }

    @Test
    void keepsTheOrderOfParallelism() {
        rig.run(Runs.small(8, "parallelism: 1", false, false));

        assertThat(machine.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void tryingAgainWaitsForTheBackoff() {
        machine.exits("teacher/a", 1, 137);

        RunOutcome outcome = rig.run(Runs.small());

        assertThat(outcome.exit()).isZero();
        assertThat(machine.launched()).contains("teacher/a#1", "teacher/a#2", "teacher/a#3");
        assertThat(rig.lines())
                .anySatisfy(line -> assertThat(line).isEqualTo("again    teacher/a in 10s: because of 1"))
                .anySatisfy(line -> assertThat(line).startsWith("again    teacher/a in 20s: was killed (SIGKILL)"))
                .contains(
                        "         log: " + rig.folder().resolve("logs/teacher-a-1.log"),
                        "         | hello from teacher/a");
    }

    @Test
    void aStageOutOfRetriesFailsTheRunWithItsExitCode() {
        machine.exits("teacher/a", 24, 24, 24);

        RunOutcome outcome = rig.run(Runs.small());

        assertThat(outcome.exit()).isEqualTo(24);
        assertThat(outcome.failures()).singleElement().asString().startsWith("teacher/a: failed 3 times");
        assertThat(machine.launched()).doesNotContain("joint#1");
    }

    @Test
    void badInputIsNotTriedAgainAndTheOthersAreLetFinish() {
        machine.exits("teacher/a", 21);

        RunOutcome outcome = rig.run(Runs.small());

        assertThat(outcome.exit()).isEqualTo(21);
        assertThat(machine.launched()).containsExactly("teacher/a#1", "teacher/b#1");
        assertThat(outcome.failures()).containsExactly("teacher/a: because of 21");
    }

    @Test
    void ctrlCLetsStagesStopAndTheNextCallGoesOn() {
        machine.stopAfter(Duration.ofMillis(500));

        RunOutcome stopped = rig.run(Runs.small());

        assertThat(stopped.exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(machine.anyAlive()).isFalse();
        assertThat(machine.launched()).containsExactly("teacher/a#1", "teacher/b#1");
        assertThat(rig.lines()).contains("stopped  teacher/a");

        machine.forgetStops();
        assertThat(rig.run(Runs.small()).exit()).isZero();
        assertThat(machine.launched()).contains("teacher/a#2", "teacher/b#2", "joint#1");
    }

    @Test
    void aSecondCtrlCKills() {
        machine.ignoreStop();
        machine.stopAfter(Duration.ofMillis(500));
        machine.stopAfter(Duration.ofMillis(900));
        Instant start = machine.instant();

        RunOutcome stopped = rig.run(Runs.small());

        assertThat(stopped.exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(machine.anyAlive()).isFalse();
        assertThat(Duration.between(start, machine.instant())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aStageThatDoesNotStopIsKilledAfterAWhile() {
        machine.ignoreStop();
        machine.stopAfter(Duration.ofMillis(500));
        Instant start = machine.instant();

        assertThat(rig.run(Runs.small()).exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(machine.anyAlive()).isFalse();
        assertThat(Duration.between(start, machine.instant())).isBetween(Children.GRACE, Children.GRACE.plusSeconds(1));
    }
}
