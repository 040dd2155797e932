package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.StageOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessLauncherTest {
    @TempDir
    private Path folder;

    private final StageOrder order =
            Runs.small().order(Runs.small().plan().stages().get(0), 1, Path.of("/runs/small"));

    private Child launch(String script) throws IOException {
        return new ProcessLauncher(List.of("/bin/sh", "-c", script))
                .launch(order, folder.resolve("report.json"), folder.resolve("log"));
    }

    /** Children of this JVM whose command line has the marker end before this returns. */
    private static int await(Child child) {
        while (child.exit().isEmpty()) {
            Thread.onSpinWait();
        }
        return child.exit().getAsInt();
    }

    private void awaitLog(String text) throws IOException {
        while (!Files.exists(folder.resolve("log"))
                || !Files.readString(folder.resolve("log")).contains(text)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void givesTheOrderAndKeepsTheOutput() throws IOException {
        Child child = launch("printf %s \"$MLFD_ORDER\" > \"$MLFD_REPORT_PATH\"; echo out; echo err >&2; exit 23");

        assertThat(await(child)).isEqualTo(23);
        assertThat(new ContractJson().read(Files.readString(folder.resolve("report.json")), StageOrder.class))
                .isEqualTo(order);
        assertThat(folder.resolve("log")).content().contains("out\n", "err\n");
    }

    /** The test's own JVM has one of them, from the build. */
    @Test
    void leavesOutWhatWouldSteerThreads() throws IOException {
        assertThat(System.getenv()).containsKey("OMP_THREAD_LIMIT");

        assertThat(await(launch("env"))).isZero();

        assertThat(folder.resolve("log")).content().contains("MLFD_ORDER=").doesNotContain("OMP_");
    }

    @Test
    void asksToStopBySigterm() throws IOException {
        Child child = launch("trap 'exit 10' TERM; echo ready; while :; do sleep 0.05; done");
        awaitLog("ready");
        assertThat(child.exit()).isEqualTo(OptionalInt.empty());

        child.stop();

        assertThat(await(child)).isEqualTo(10);
    }

    @Test
    void killsWhatDoesNotListen() throws IOException {
        Child child = launch("trap '' TERM; echo ready; while :; do sleep 0.05; done");
        awaitLog("ready");

        child.stop();
        child.kill();

        assertThat(await(child)).isEqualTo(137);
    }

    @Test
    void theChildReadsTheEndOfItsInputOnceTheRunnerIsKilled()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        // A runner of its own, since this JVM cannot be killed: it starts a child that waits for the end of its input.
        Path log = folder.resolve("log");
        Process runner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRunner.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("runner.log").toFile())
                .start();
        awaitLog("child is ready");
        ProcessHandle child = runner.descendants().findFirst().orElseThrow();

        runner.toHandle().destroyForcibly();

        child.onExit().get(30, TimeUnit.SECONDS);
        assertThat(Files.readString(log)).contains("parent is gone");
    }

    /** Starts a child and never ends by itself. */
    static final class KilledRunner {
        private KilledRunner() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path folder = Path.of(arguments[0]);
            StageOrder order = Runs.small().order(Runs.small().plan().stages().get(0), 1, folder);
            new ProcessLauncher(List.of("/bin/sh", "-c", "echo child is ready; cat > /dev/null; echo parent is gone"))
                    .launch(order, folder.resolve("report.json"), folder.resolve("log"));
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }
}
