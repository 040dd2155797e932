package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is set while a run goes on changes nothing that takes time. */
class ClockStepTest {
    @TempDir
    private Path folder;

    private final FakeMachine machine = new FakeMachine();
    private final StringWriter out = new StringWriter();

    @Test
    void aStageThatWritesItsCheckpointIsNotKilledBecauseTheClockWasSet() {
        machine.stopAfter(Duration.ofMillis(500));
        machine.at(Duration.ofMillis(600), () -> machine.setClockForward(Duration.ofHours(2)));

        assertThat(run().exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(machine.launched()).hasSize(2);
        assertThat(machine.kills()).isZero();
    }

    @Test
    void aStageThatDoesNotStopIsKilledInTimeAlthoughTheClockWasSetBack() {
        machine.ignoreStop();
        machine.stopAfter(Duration.ofMillis(500));
        machine.at(Duration.ofMillis(600), () -> machine.setClockForward(Duration.ofHours(-2)));

        assertThat(run().exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(machine.kills()).isEqualTo(2);
        assertThat(machine.elapsed()).isBetween(Children.GRACE, Children.GRACE.plusSeconds(1));
    }

    @Test
    void sleepIsNoRunningTime() {
        machine.at(Duration.ofMillis(600), () -> machine.sleep(Duration.ofSeconds(45)));

        RunOutcome outcome = run(Runs.small(8, "timeouts: {stage: 40s, run: 44s}", false, false));

        assertThat(outcome.failures()).isEmpty();
        assertThat(outcome.exit()).isZero();
        assertThat(out.toString()).containsOnlyOnce("slept    45s, no running time of stages or run");
    }

    @Test
    void aStageThatRunsTooLongIsStillStopped() {
        machine.takes(Duration.ofSeconds(60));
        machine.at(Duration.ofMillis(600), () -> machine.sleep(Duration.ofSeconds(45)));

        RunOutcome outcome = run(Runs.small(8, "timeouts: {stage: 40s}", false, false));

        assertThat(outcome.failures()).first().asString().contains("ran longer than spec.timeouts.stage allows (40s)");
        assertThat(machine.elapsed()).isBetween(Duration.ofSeconds(85), Duration.ofSeconds(87));
    }

    @Test
    void aStageThatHangsIsToldOf() {
        machine.takes(Duration.ofSeconds(200));

        assertThat(run(Runs.small(8, "", false, false)).exit()).isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("silent ")))
                .contains("silent   teacher/a: no step for 60 s (last: nothing yet)")
                .hasSize(RunnerRig.STAGES.size());
    }

    private RunOutcome run() {
        return run(Runs.small());
    }

    private RunOutcome run(LocalRun run) {
        return new LocalRunner(
                        new RunFolder(folder, new WholeFiles(Disk.local())),
                        machine,
                        machine,
                        (data, into, lines) -> {},
                        new FileLocks(1),
                        new PlainView(new PrintWriter(out), machine),
                        machine,
                        machine,
                        machine,
                        machine)
                .run(run);
    }
}
