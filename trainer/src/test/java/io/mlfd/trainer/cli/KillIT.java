package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.storage.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills stages, and runners, of the packaged program at random moments; every run that comes through has the weights of one
 * that was left alone. The moments are real time: the seed fixes the choices, not what they hit.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KillIT {
    private static final int KILLS = 20;
    /** Stages one after the other: a teacher, a teacher or none, the joint teacher, a student or two, the report. */
    private static final int STAGES_IN_A_ROW = 4;

    private static final String RUN = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: killed}
            spec:
              datasets:
                - name: shapes
                  source: {generated: {kind: shapes}, trainPerClass: 16, testPerClass: 4, validation: 0.25}
                  model: {name: resnet8, width: 4}
                - name: glyphs
                  source: {generated: {kind: glyphs}, trainPerClass: 10, testPerClass: 4}
                  model: {name: resnet8, width: 4}
              input: {size: 16}
              training:
                epochs: 25
                batchSize: 16
                augmentation: {crop: 2, flip: false}
                checkpointEvery: {seconds: 1}
              method:
                mlfd:
                  levels: [last, embedding]
                  joint: {adaptorWidth: 8}
              retries: {failures: 100, backoff: {initial: 1s, max: 1s}}
            """;

    @TempDir
    private Path folder;

    @Test
    void everyRunThatIsKilledAndTakenUpAgainEndsWithTheSameWeights() throws IOException, InterruptedException {
        long seed = Long.getLong("mlfd.kill.seed", System.nanoTime());
        System.out.println("mlfd.kill.seed=" + seed);
        Random random = new Random(seed);
        Files.writeString(folder.resolve("run.yaml"), RUN);
        Path undisturbed = folder.resolve("undisturbed");
        long begin = System.nanoTime();
        assertThat(start(undisturbed).waitFor()).isZero();
        // However fast the machine is, kills fall on starting, on training and on finishing.
        Duration longestWait = Duration.ofNanos((System.nanoTime() - begin) / STAGES_IN_A_ROW);
        Map<String, String> expected = weights(undisturbed);
        assertThat(expected).hasSize(5);

        int kills = 0;
        int runs = 0;
        while (kills < KILLS) {
            Path out = folder.resolve("killed-" + runs++);
            int before = kills;
            boolean complete = false;
            while (!complete && kills < KILLS) {
                Process runner = start(out);
                boolean goesOn = true;
                while (goesOn && kills < KILLS) {
                    if (killAStage(runner, random, longestWait)) {
                        kills++;
                        goesOn = random.nextInt(3) == 0;
                    } else {
                        assertThat(runner.waitFor()).as(log(out)).isZero();
                        complete = true;
                        goesOn = false;
                    }
                }
                runner.destroyForcibly().waitFor();
            }
            assertThat(start(out).waitFor()).as(log(out)).isZero();
            assertThat(weights(out))
                    .as("weights after %s kills in %s", kills - before, out)
                    .isEqualTo(expected);
        }
        System.out.println(kills + " kills in " + runs + " runs");
    }

    @Test
    void sigtermLetsStagesWriteCheckpointsAndTheNextCallGoesOn() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("run.yaml"), RUN);
        Path out = folder.resolve("stopped");
        Process runner = start(out);
        while (progressFiles(out) == 0) {
            assertThat(runner.waitFor(20, TimeUnit.MILLISECONDS)).as(log(out)).isFalse();
        }
        List<ProcessHandle> stages = runner.children().toList();

        runner.toHandle().destroy();

        assertThat(runner.waitFor()).as(log(out)).isEqualTo(10);
        assertThat(stages).noneMatch(ProcessHandle::isAlive);
        assertThat(log(out)).contains("stopped  teacher/", "the same call again goes on");
        assertThat(start(out).waitFor()).as(log(out)).isZero();
        assertThat(log(out)).contains(", attempt 2").contains("complete 6 of 6 stages done");
        assertThat(start(out).waitFor()).isZero();
        assertThat(log(out).lines().filter(line -> line.startsWith("reused"))).hasSizeGreaterThanOrEqualTo(6);
    }

    private static long progressFiles(Path out) throws IOException {
        Path stages = out.resolve("stages");
        if (!Files.isDirectory(stages)) {
            return 0;
        }
        try (Stream<Path> files = Files.find(stages, 6, (f, a) -> f.endsWith("progress.json"))) {
            return files.count();
        }
    }

    /** Lets a stage go on for a random time and kills it; false when the runner ended before there was anything to kill. */
    private static boolean killAStage(Process runner, Random random, Duration longestWait) throws InterruptedException {
        long wait = (long) (random.nextDouble() * longestWait.toMillis());
        if (awaitStage(runner).isEmpty() || runner.waitFor(wait, TimeUnit.MILLISECONDS)) {
            return false;
        }
        List<ProcessHandle> stages = runner.children().toList();
        if (stages.isEmpty()) {
            return killAStage(runner, random, longestWait);
        }
        stages.get(random.nextInt(stages.size())).destroyForcibly();
        return true;
    }

    private static Optional<ProcessHandle> awaitStage(Process runner) throws InterruptedException {
        Optional<ProcessHandle> stage = runner.children().findFirst();
        while (stage.isEmpty() && !runner.waitFor(20, TimeUnit.MILLISECONDS)) {
            stage = runner.children().findFirst();
        }
        return stage;
    }

    private Process start(Path out) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        System.getProperty("mlfd.jar"),
                        "run",
                        folder.resolve("run.yaml").toString(),
                        "--threads",
                        "1",
                        "--out",
                        out.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile(out).toFile()))
                .start();
    }

    private Path logFile(Path out) {
        return folder.resolve(out.getFileName() + ".log");
    }

    private String log(Path out) throws IOException {
        return Files.readString(logFile(out));
    }

    /** Digests of the last weights by stage. */
    private static Map<String, String> weights(Path out) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out.resolve("stages"))) {
            for (Path file : files.filter(f -> f.endsWith("last.safetensors")).toList()) {
                digests.put(out.relativize(file).toString(), FileDigest.of(file).sha256());
            }
        }
        return digests;
    }
}
