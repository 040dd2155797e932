package io.mlfd.trainer.loop;

import static io.mlfd.trainer.loop.PointRuns.EPOCHS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.Checkpoints;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.WholeFiles.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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

    private void stop(String run, Points points) {
        assertThatThrownBy(() -> runs.train(run, 3600, points)).isInstanceOf(StoppedException.class);
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
