package io.mlfd.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.Progress;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FullDisk;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderProgressTest {
    @TempDir
    Path root;

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong millis = new AtomicLong();

    @Test
    void writesOnceASecondAndSpeaksOnceInTen() throws IOException {
        StageFolder folder = StageFolder.open(root, "stages/a", new WholeFiles(Disk.local()), lines::add);
        FolderProgress progress =
                new FolderProgress("teacher/a", folder, () -> Duration.ofMillis(millis.get()), lines::add);
        List<Long> written = new ArrayList<>();
        for (int step = 1; step <= 250; step++) {
            progress.report(progress(step), () -> "hard 1.0");
            Progress seen =
                    new ContractJson().read(Files.readString(folder.file(VolumeLayout.PROGRESS)), Progress.class);
            if (written.isEmpty() || written.get(written.size() - 1) != seen.step()) {
                written.add(seen.step());
            }
            millis.addAndGet(100);
        }
        assertThat(written).hasSize(25).startsWith(1L, 11L, 21L);
        assertThat(lines)
                .containsExactly(
                        "teacher/a: training, epoch 1 of 2, step 101 of 400, loss 0.5000, hard 1.0, 64 images/s, 1m30s"
                                + " left",
                        "teacher/a: training, epoch 1 of 2, step 201 of 400, loss 0.5000, hard 1.0, 64 images/s, 1m30s"
                                + " left");
        progress.milestone(progress(400), "epoch done");
        assertThat(lines).hasSize(3);
    }

    @Test
    void aSignOfLifeWritesAgainWhatWasWrittenLast() throws IOException {
        StageFolder folder = StageFolder.open(root, "stages/a", new WholeFiles(Disk.local()), lines::add);
        FolderProgress progress =
                new FolderProgress("teacher/a", folder, () -> Duration.ofMillis(millis.get()), lines::add);
        Path file = folder.file(VolumeLayout.PROGRESS);
        Heartbeat heartbeat = new Heartbeat(() -> true);
        assertThat(heartbeat.requested()).isTrue();
        heartbeat.showsIn(progress);

        millis.set(4999);
        heartbeat.requested();
        assertThat(file).doesNotExist();
        millis.set(5000);
        assertThat(heartbeat.requested()).isTrue();
        assertThat(file).content().contains("preparing");

        progress.milestone(progress(7), "");
        Files.delete(file);
        millis.set(9999);
        heartbeat.requested();
        assertThat(file).doesNotExist();
        millis.set(10_000);
        heartbeat.requested();
        assertThat(new ContractJson().read(Files.readString(file), Progress.class))
                .isEqualTo(progress(7));
        assertThat(lines).hasSize(1);
    }

    @Test
    void aFullDiskIsToldOfOnceAndEndsNothing() {
        WholeFiles full = new WholeFiles(FullDisk.withoutRoomFor(VolumeLayout.PROGRESS));
        StageFolder folder = StageFolder.open(root, "stages/a", full, lines::add);
        FolderProgress progress =
                new FolderProgress("teacher/a", folder, () -> Duration.ofMillis(millis.get()), lines::add);
        for (int step = 1; step <= 3; step++) {
            progress.report(progress(step), () -> "");
            millis.addAndGet(1000);
        }
        assertThat(lines).singleElement().asString().contains("progress is not shown", "No space left on device");
    }

    private static Progress progress(long step) {
        return new Progress("training", 1, 2, step, 400, Optional.of(0.5), Optional.of(64.0), Optional.of(90L));
    }
}
