package io.mlfd.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.StageOrder;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FaultyDisk;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import io.mlfd.trainer.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stage that was finished once is not trained again because its files cannot be read for a while. */
class FinishedFaultsTest {
    @TempDir
    private Path folder;

    private StageOrder order;

    @BeforeEach
    void finish() {
        order = Orders.order(folder, "report", Orders.reportWork(List.of()));
        assertThat(runner(Disk.local()).run(order, StopSignal.never()).exit()).isZero();
    }

    @Test
    void aReadThatFailsIsNoAnswer() {
        FaultyDisk sound = new FaultyDisk((number, path) -> {});
        assertThat(runner(sound).finished(order, StopSignal.never())).isPresent();
        assertThat(sound.reads()).isPositive();
        for (int read = 1; read <= sound.reads(); read++) {
            StageRunner failing = runner(FaultyDisk.failingAt(read));
            assertThatThrownBy(() -> failing.finished(order, StopSignal.never()))
                    .as("read %s", read)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("Input/output error");
        }
    }

    @Test
    void whatIsDamagedIsToBeDoneAgain() throws IOException {
        Files.writeString(
                folder.resolve(VolumeLayout.stageFolder(order.stage(), order.planKey()))
                        .resolve(VolumeLayout.RESULT),
                "{}");
        assertThat(runner(Disk.local()).finished(order, StopSignal.never())).isEmpty();
    }

    private static StageRunner runner(Disk disk) {
        StagePrograms programs = work -> context -> StageOutcome.withoutTraining(Orders.NOTHING_TESTED, List.of());
        return new StageRunner(
                programs,
                new StageEnvironment(
                        "test",
                        Instant.EPOCH,
                        InstantSource.system(),
                        Ticker.startingAt(Duration.ZERO),
                        Links.WITHIN_ROOT,
                        line -> {},
                        OptionalLong::empty),
                new WholeFiles(disk));
    }
}
