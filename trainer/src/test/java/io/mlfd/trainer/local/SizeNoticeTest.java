package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizeNoticeTest {
    private static final long GIBI = 1L << 30;

    @TempDir
    private Path folder;

    private List<String> said(long memory, long free) {
        List<String> lines = new ArrayList<>();
        new SizeNotice(
                        new MachineMemory(memory, GIBI),
                        any -> free,
                        new ListedData(ImageReading.inThisProcess(Disk.local(), Links.WITHIN_ROOT), StopSignal.never()))
                .inspect(Runs.small(), new RunFolder(folder, new WholeFiles(Disk.local())), lines::add);
        return lines;
    }

    @Test
    void everyKindOfStageAndTheCacheAreTold() {
        List<String> lines = said(32 * GIBI, 5 * GIBI);

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches(
                        "memory   teacher [0-9]+ MiB, joint [0-9]+ MiB, distill [0-9]+ MiB; about [0-9.]+ [MG]iB at once,"
                                + " of 32.0 GiB");
        assertThat(lines.get(1)).matches("cache    [0-9]+ [KM]iB of the run's volume, free are 5.0 GiB");
    }

    @Test
    void whatDoesNotFitIsWarnedOf() {
        assertThat(said(GIBI / 4, 5 * GIBI))
                .anyMatch(line -> line.matches("warning  teacher/[ab] .*this machine has 256 MiB.*"));
        assertThat(said(GIBI * 3 / 4, 5 * GIBI))
                .anyMatch(line -> line.endsWith("use --parallelism 1, or lower spec.training.batchSize"));
        assertThat(said(32 * GIBI, 1000)).anyMatch(line -> line.startsWith("warning  the caches take "));
    }

    @Test
    void whatAnEarlierCallCachedIsNotWrittenAgain() throws IOException {
        Path shard = folder.resolve("cache/0123/shard-00000.bin");
        Files.createDirectories(shard.getParent());
        Files.write(shard, new byte[2 << 20]);

        assertThat(said(32 * GIBI, 1000)).noneMatch(line -> line.startsWith("warning"));
    }
}
