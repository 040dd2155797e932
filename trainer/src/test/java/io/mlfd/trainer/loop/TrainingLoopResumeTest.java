package io.mlfd.trainer.loop;

import static io.mlfd.trainer.loop.PointRuns.EPOCHS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.mlfd.api.TrainingSpec.NoDecay;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.contract.Training.Augmentation;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.Checkpoints;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.WholeFiles.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a training saves on its way, and what it goes on from: neither changes a bit of the result. */
class TrainingLoopResumeTest {
    @TempDir
    Path root;

    private PointRuns runs;

    @BeforeEach
    void open() {
        runs = new PointRuns(root);
    }

    @AfterEach
    void close() {
        runs.close();
    }

    @Test
    void timeDecidesWhenToSaveAndNeverWhat() throws IOException {
        assertThat(runs.train("often", 1, Points.plain()).curve()).hasSize(EPOCHS);
        runs.train("seldom", 3600, Points.plain());
        assertThat(digest("often")).isEqualTo(digest("seldom"));
        assertThat(saved("often")).isGreaterThan(saved("seldom"));
    }

    @Test
    void aCorruptCheckpointCostsStepsButNoBit() throws IOException {
        runs.train("whole", 3600, Points.plain());
        stop("broken", Points.plain().stoppingAt(step -> step == 10));
        Path newest = runs.checkpoint("broken", 10).resolve("optimizer.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 1] ^= 1;
        Files.write(newest, bytes);
        runs.train("broken", 3600, Points.plain());
        assertThat(runs.lines())
                .anyMatch(line -> line.contains("step-00000010/optimizer.safetensors"))
                .anyMatch(line -> line.contains("goes on from the checkpoint of step 8 of 12"));
        assertThat(digest("broken")).isEqualTo(digest("whole"));
    }

    /** The digests of such a checkpoint hold: it is found out when its tensors are looked at. */
    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "optimizer.safetensors", "best.safetensors"})
    void aCheckpointOfWhichOneFileDoesNotFitChangesNothing(String unfit) throws IOException {
        runs.train("whole", 3600, Points.plain());
        stop("unfit", Points.plain().stoppingAt(step -> step == 5));
        replaceByOtherTensors(unfit);
        runs.train("unfit", 3600, Points.plain());
        assertThat(runs.lines())
                .anyMatch(line -> line.contains("step-00000005: tensor"))
                .noneMatch(line -> line.contains("goes on from"));
        assertThat(digest("unfit")).isEqualTo(digest("whole"));
    }

    /** Writes the only checkpoint anew with tensors of another network in one of its files. */
    private void replaceByOtherTensors(String unfit) throws IOException {
        Checkpoints checkpoints = runs.folder("unfit").checkpoints();
        Checkpoints.Checkpoint good = checkpoints.newest().orElseThrow();
        Map<String, Content> contents = new LinkedHashMap<>();
        for (String name : good.manifest().files().keySet()) {
            byte[] bytes = Files.readAllBytes(good.file(name));
            contents.put(name, out -> out.write(bytes));
        }
        contents.put(unfit, Safetensors.content(Map.of(), Map.of()));
        checkpoints.write(good.step(), good.manifest().contentKey(), contents);
        Path before = runs.checkpoint("unfit", 4);
        assertThat(before).isDirectory();
        runs.folder("unfit").files().delete(before);
    }

    @Test
    void aStopDuringEvaluationRepeatsTheEvaluationOnly() throws IOException {
        runs.train("whole", 3600, Points.plain());
        stop("stopped", Points.plain().stoppingInEvaluation(2));
        assertThat(runs.checkpoint("stopped", 8)).isDirectory();
        Points again = Points.plain().resumedAt(8);
        Trained trained = runs.train("stopped", 3600, again);
        assertThat(again.steps()).containsExactly(8L, 9L, 10L, 11L);
        assertThat(trained.curve()).extracting(Epoch::epoch).containsExactly(1, 2, 3);
        assertThat(trained.attempts()).extracting(a -> a.firstStep()).containsExactly(0L, 8L);
        assertThat(digest("stopped")).isEqualTo(digest("whole"));
        assertThat(Files.readAllLines(runs.folder("stopped").file(VolumeLayout.METRICS)))
                .hasSize(EPOCHS);
    }

    /** Three batches an update, then one: steps 3, 4, 7, 8, 11 and 12 are ends of updates. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 10, 11})
    void aStopAmongBatchesOfAnUpdateWaitsForItsEndAndCostsNoBit(long stop) throws IOException {
        train("whole", Points.plain());
        Points stopped = Points.plain().stoppingAt(step -> step >= stop);
        assertThatThrownBy(() -> train("stopped", stopped)).isInstanceOf(StoppedException.class);
        long end = stop % 4 == 0 ? stop : stop / 4 * 4 + 3;
        assertThat(stopped.steps()).hasSize((int) end);
        assertThat(runs.checkpoint("stopped", (int) end)).isDirectory();
        train("stopped", Points.plain().resumedAt(end));
        assertThat(digest("stopped")).isEqualTo(digest("whole"));
        assertThat(best("stopped")).isEqualTo(best("whole")).isNotEqualTo(digest("whole"));
    }

    @Test
    void withoutAnAverageACheckpointHasNoneOfIt() {
        runs.train("plain", 3600, Points.plain());
        assertThat(runs.folder("plain")
                        .checkpoints()
                        .newest()
                        .orElseThrow()
                        .manifest()
                        .files()
                        .keySet())
                .containsExactlyInAnyOrder(
                        "model.safetensors", "optimizer.safetensors", "best.safetensors", "state.json");
    }

    @Test
    void anAverageThatDoesNotFitChangesNothing() throws IOException {
        train("whole", Points.plain());
        assertThatThrownBy(() -> train("unfit", Points.plain().stoppingAt(step -> step == 7)))
                .isInstanceOf(StoppedException.class);
        replaceByOtherTensors("average.safetensors");
        train("unfit", Points.plain());
        assertThat(runs.lines())
                .anyMatch(line -> line.contains("step-00000007: tensor"))
                .noneMatch(line -> line.contains("goes on from"));
        assertThat(digest("unfit")).isEqualTo(digest("whole"));
    }

    /** The weights that are trained stand in no file but the checkpoint's. */
    @Test
    void whatIsWrittenIsTheAverage() throws IOException {
        train("averaged", Points.plain().withAccuracies());
        Checkpoints.Checkpoint last =
                runs.folder("averaged").checkpoints().newest().orElseThrow();
        assertThat(tensors(runs.folder("averaged").file("last.safetensors")))
                .isEqualTo(tensors(last.file("average.safetensors")))
                .isNotEqualTo(tensors(last.file("model.safetensors")));
        assertThat(digest("averaged")).isEqualTo(best("averaged"));
        assertThat(Safetensors.readMetadata(
                        StoredFiles.local(), runs.folder("averaged").file("last.safetensors")))
                .containsEntry("weights", "running average, decay 0.7");
    }

    private static Map<String, List<Float>> tensors(Path file) {
        Map<String, List<Float>> values = new LinkedHashMap<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            Safetensors.read(StoredFiles.local(), file, manager).tensors().forEach((name, tensor) -> {
                List<Float> all = new ArrayList<>();
                for (float value : tensor.toFloatArray()) {
                    all.add(value);
                }
                values.put(name, all);
            });
        }
        return values;
    }

    private Trained train(String run, Points points) {
        Training training = new Training(
                EPOCHS,
                8,
                new Training.Optimizer(
                        OptimizerName.SGD,
                        0.1,
                        0.1,
                        0.9,
                        true,
                        Optional.of(NoDecay.NORMS_AND_BIASES),
                        OptionalDouble.of(0.1),
                        OptionalDouble.empty()),
                new Training.Constant(OptionalDouble.of(0.7)),
                Augmentation.NONE,
                0);
        return runs.train(run, 3600, points.trainedWith(training), new LoopSettings(EPOCHS, 3, OptionalDouble.of(0.7)));
    }

    private void stop(String run, Points points) {
        assertThatThrownBy(() -> runs.train(run, 3600, points)).isInstanceOf(StoppedException.class);
    }

    private String best(String run) throws IOException {
        return FileDigest.of(runs.folder(run).file("best.safetensors")).sha256();
    }

    private String digest(String run) throws IOException {
        return FileDigest.of(runs.folder(run).file("last.safetensors")).sha256();
    }

    /** How close the second newest checkpoint is to the end: the number of the newest that are kept is the same always. */
    private long saved(String run) throws IOException {
        try (Stream<Path> kept = Files.list(runs.folder(run).file(VolumeLayout.CHECKPOINTS))) {
            return kept.map(path -> path.getFileName().toString())
                    .map(name -> Long.parseLong(name.substring(name.indexOf('-') + 1)))
                    .mapToLong(step -> step)
                    .min()
                    .orElseThrow();
        }
    }
}
