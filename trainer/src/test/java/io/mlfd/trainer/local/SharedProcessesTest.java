package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.StageOrder;
import io.mlfd.trainer.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SharedProcessesTest {
    /** Says its process and its stage, and then what a script does with each, which ends with {@code done} or otherwise. */
    private static final String SERIES = """
            trap 'exit 10' TERM
            while read -r line; do
              answer=${line#*'"answer":"'}; answer=${answer%%'"'*}
              stage=${line##*'\\"stage\\":\\"'}; stage=${stage%%'\\"'*}
              echo "process $$ stage $stage"
              case $stage in
                SCRIPT
              esac
              echo "$answer"
            done
            echo "the runner has no more" >&2
            """;

    @TempDir
    private Path folder;

    private final AtomicInteger answers = new AtomicInteger();
    private Duration now = Duration.ZERO;
    private SharedProcesses processes = series("*) ;;");

    private SharedProcesses series(String script) {
        Ticker ticker = () -> now;
        return new SharedProcesses(
                List.of("/bin/sh", "-c", SERIES.replace("SCRIPT", script)),
                () -> "answer-" + answers.incrementAndGet(),
                ticker);
    }

    @AfterEach
    void end() {
        processes.close();
    }

    private static StageOrder order(int stage) {
        return Runs.small().order(Runs.small().plan().stages().get(stage), 1, Path.of("/runs/small"));
    }

    private static StageOrder with(int stage, int threads) {
        StageOrder o = order(stage);
        return new StageOrder(
                o.version(),
                o.run(),
                o.stage(),
                o.attempt(),
                o.planKey(),
                o.seed(),
                threads,
                o.device(),
                o.checkpointSeconds(),
                o.work(),
                o.inputs(),
                o.places());
    }

    private Child launch(StageOrder order, String log) throws IOException {
        return processes.launch(order, folder.resolve("report.json"), folder.resolve(log));
    }

    private static int await(Child child) {
        while (child.exit().isEmpty()) {
            pause();
        }
        return child.exit().getAsInt();
    }

    /** Hears the end of a test's time, where what is waited for does not come. */
    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        if (Thread.interrupted()) {
            throw new IllegalStateException("it did not come in time");
        }
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private void awaitLog(String name) throws IOException {
        while (!log(name).contains("\n")) {
            pause();
        }
    }

    private long process(String log) throws IOException {
        return Long.parseLong(log(log).split(" ")[1]);
    }

    @Test
    void aStageThatFollowsGetsTheProcessAndALogOfItsOwn() throws IOException {
        assertThat(await(launch(order(0), "first"))).isZero();
        assertThat(await(launch(order(1), "second"))).isZero();

        assertThat(log("first")).matches("process \\d+ stage " + order(0).stage() + "\n");
        assertThat(log("second")).matches("process \\d+ stage " + order(1).stage() + "\n");
        assertThat(process("second")).isEqualTo(process("first"));
    }

    @Test
    void anAnswerBehindALineWithoutAnEndIsHeard() throws IOException {
        processes = series("*) printf 'no end' ;;");

        assertThat(await(launch(order(0), "first"))).isZero();

        assertThat(log("first")).endsWith("\nno end\n");
    }

    @Test
    void aLogThatCannotBeOpenedLeavesNoProcessBehind() throws IOException {
        await(launch(order(0), "first"));
        ProcessHandle process = ProcessHandle.of(process("first")).orElseThrow();

        assertThatThrownBy(() -> launch(order(1), "absent/second")).isInstanceOf(IOException.class);
        processes.close();

        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void stagesAtOnceHaveAProcessEach() throws IOException {
        Path go = folder.resolve("go");
        processes = series("*) while [ ! -e '" + go + "' ]; do sleep 0.02; done ;;");
        Child first = launch(order(0), "first");
        Child second = launch(order(1), "second");
        Files.createFile(go);

        assertThat(List.of(await(first), await(second))).containsOnly(0);
        assertThat(process("second")).isNotEqualTo(process("first"));
    }

    @Test
    void anotherNumberOfThreadsIsAnotherProcess() throws IOException {
        await(launch(with(0, 1), "first"));
        await(launch(with(1, 2), "second"));
        await(launch(with(0, 1), "third"));

        assertThat(process("second")).isNotEqualTo(process("first"));
        assertThat(process("third")).isEqualTo(process("first"));
    }

    @Test
    void noStageRunsWhereAnotherHasFailed() throws IOException {
        processes = series(order(0).stage() + ") echo no good; exit 23 ;;");

        assertThat(await(launch(order(0), "first"))).isEqualTo(23);
        assertThat(await(launch(order(1), "second"))).isZero();

        assertThat(log("first")).endsWith("no good\n");
        assertThat(process("second")).isNotEqualTo(process("first"));
    }

    @Test
    void aProcessThatIsKilledWhileItWaitsIsNoFailureOfTheNextStage() throws IOException {
        await(launch(order(0), "first"));
        ProcessHandle waiting = ProcessHandle.of(process("first")).orElseThrow();
        waiting.destroyForcibly();
        waiting.onExit().join();

        assertThat(await(launch(order(1), "second"))).isZero();
    }

    @Test
    void onlyTheStageThatIsMeantIsStoppedOrKilled() throws IOException {
        processes =
                series(order(1).stage() + ") sleep 0.2 ;; " + order(2).stage() + ") while :; do sleep 0.05; done ;;");
        Child first = launch(order(0), "first");
        await(first);
        Child second = launch(order(1), "second");
        first.stop();
        first.kill();
        assertThat(await(second)).isZero();

        Child third = launch(order(2), "third");
        awaitLog("third");
        assertThat(third.exit()).isEqualTo(OptionalInt.empty());
        third.stop();
        assertThat(await(third)).isEqualTo(10);
    }

    @Test
    void noStageFollowsInAProcessThatWasToldToStop() throws IOException {
        processes = series(order(0).stage()
                + ") trap 'told=1' TERM; echo ready; while [ -z \"$told\" ]; do sleep 0.02; done ;; *) ;;");
        Child first = launch(order(0), "first");
        while (!log("first").contains("ready")) {
            pause();
        }
        first.stop();
        assertThat(await(first)).isZero();

        assertThat(await(launch(order(1), "second"))).isZero();
        assertThat(process("second")).isNotEqualTo(process("first"));
    }

    @Test
    void whatNobodyWantsIsEnded() throws IOException {
        await(launch(order(0), "first"));
        Optional<ProcessHandle> process = ProcessHandle.of(process("first"));
        processes.tidy();
        now = SharedProcesses.KEPT.minusMillis(1);
        processes.tidy();
        assertThat(process)
                .hasValueSatisfying(handle -> assertThat(handle.isAlive()).isTrue());

        now = SharedProcesses.KEPT;
        processes.tidy();

        assertThat(process)
                .hasValueSatisfying(handle -> assertThat(handle.isAlive()).isFalse());
        assertThat(await(launch(order(1), "second"))).isZero();
    }

    @Test
    void closingLeavesNone() throws IOException {
        await(launch(order(0), "first"));
        Optional<ProcessHandle> process = ProcessHandle.of(process("first"));

        processes.close();

        assertThat(process.map(ProcessHandle::isAlive).orElse(false)).isFalse();
    }

    @Test
    void leavesOutWhatWouldSteerThreads() throws IOException {
        processes = series("*) env ;;");
        await(launch(order(0), "first"));

        assertThat(log("first")).contains("MLFD_PARENT=orders").doesNotContain("OMP_");
    }
}
