package io.mlfd.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.storage.FileDigest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills stages, and runners, of the packaged program at random moments; every run that comes through has the weights of one
 * that was left alone. The moments are real time: the seed fixes the choices, not what they hit.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KillIT {
    private static final int KILLS = Integer.getInteger("mlfd.kills", 12);
    private static final int KILLS_WITH_CACHED_OUTPUTS = (KILLS + 3) / 4;
    /** A run from files takes longer. */
    private static final int KILLS_FROM_FILES = (KILLS + 6) / 7;
    /** Half of it holds fewer pixels than the images below have. */
    private static final String SMALL_HEAP = "-Xmx48m";

    private static final int IMAGES_A_CLASS = 260;

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

    private static final String RUN_WITH_CACHED_OUTPUTS = RUN.replace(
            "joint: {adaptorWidth: 8}",
            "joint: {adaptorWidth: 8}\n      distillation: {cache: {views: 5, precision: Float16}}");

    /** Images that are read, decoded and augmented by worker threads while the stage trains. */
    private static final String RUN_FROM_FILES = """
            apiVersion: mlfd.io/v1alpha1
            kind: MLFDRun
            metadata: {name: killed}
            spec:
              datasets:
                - name: squares
                  source: {imageFolder: {path: squares}}
                  model: {name: resnet8, width: 2}
                - name: glyphs
                  source: {generated: {kind: glyphs}, trainPerClass: 10, testPerClass: 4}
                  model: {name: resnet8, width: 2}
              input: {size: 128}
              training:
                epochs: 2
                batchSize: 16
                augmentation: {crop: 8, flip: true}
                checkpointEvery: {seconds: 1}
              method:
                mlfd:
                  levels: [last, embedding]
                  joint: {adaptorWidth: 8}
              retries: {failures: 100, backoff: {initial: 1s, max: 1s}}
            """;

    @TempDir
    private Path folder;

    private List<String> options = List.of();

    @Test
    void everyRunThatIsKilledAndTakenUpAgainEndsWithTheSameWeights() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("run.yaml"), RUN);
        kill(KILLS);
    }

    @Test
    void soDoRunsWhoseStudentsReadWhatTheJointTeacherSaidOnce() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("run.yaml"), RUN_WITH_CACHED_OUTPUTS);
        kill(KILLS_WITH_CACHED_OUTPUTS);
        try (Stream<Path> caches = Files.list(folder.resolve("undisturbed/cache"))) {
            assertThat(caches).as("the experts', while what T* said is gone").hasSize(2);
        }
    }

    @Test
    void soDoRunsWhoseImagesAreReadAheadOfTheStep() throws IOException, InterruptedException {
        writeImages();
        Files.writeString(folder.resolve("run.yaml"), RUN_FROM_FILES);
        options = List.of(SMALL_HEAP);
        kill(KILLS_FROM_FILES);
        try (Stream<Path> logs = Files.walk(folder.resolve("undisturbed/logs"))) {
            assertThat(logs.filter(log -> log.getFileName().toString().startsWith("teacher-squares")))
                    .as("a stage that had room for its images would have nothing to read ahead")
                    .anyMatch(log -> read(log).contains("they are read ahead of the step"));
        }
    }

    private void kill(int most) throws IOException, InterruptedException {
        long seed = Long.getLong("mlfd.kill.seed", System.nanoTime());
        System.out.println("mlfd.kill.seed=" + seed);
        Random random = new Random(seed);
        Path undisturbed = folder.resolve("undisturbed");
        long begin = System.nanoTime();
        assertThat(start(undisturbed).waitFor()).as(log(undisturbed)).isZero();
        // However fast the machine is, kills fall on starting, on training and on finishing.
        Duration longestWait = Duration.ofNanos((System.nanoTime() - begin) / STAGES_IN_A_ROW);
        Map<String, String> expected = weights(undisturbed);
        assertThat(expected).hasSize(5);

        int kills = 0;
        int runs = 0;
        while (kills < most) {
            Path out = folder.resolve("killed-" + runs++);
            int before = kills;
            boolean complete = false;
            while (!complete && kills < most) {
                Process runner = start(out);
                boolean goesOn = true;
                while (goesOn && kills < most) {
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
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of(
                "-jar",
                System.getProperty("mlfd.jar"),
                "run",
                folder.resolve("run.yaml").toString(),
                "--data",
                folder.toString(),
                "--threads",
                "1",
                "--out",
                out.toString()));
        return new ProcessBuilder(command)
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

    private void writeImages() throws IOException {
        for (String split : List.of("train", "test")) {
            for (int label = 0; label < 2; label++) {
                Path at = Files.createDirectories(folder.resolve("squares/" + split + "/side" + label));
                for (int i = 0; i < (split.equals("train") ? IMAGES_A_CLASS : 4); i++) {
                    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
                    image.setRGB(i % 32, 16 * label + i / 32, 0xffffff);
                    ImageIO.write(image, "png", at.resolve(i + ".png").toFile());
                }
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
