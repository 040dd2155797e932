package io.mlfd.trainer.method.mlfd;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.method.MlfdSpec.Experts;
import io.mlfd.api.method.MlfdSpec.Trunk;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.storage.FlippedBits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bit flips in experts, caches and checkpoints of a joint teacher that goes on, the file is named and no weight differs. */
class FlippedCacheBitsTest {
    @TempDir
    private Path folder;

    @Test
    void inWhatAJointTeacherGoesOnWith() throws IOException {
        Path state = folder.resolve("state");
        SmallRun run = new SmallRun(state, Trunk.SHARED, Experts.ALL, List.of("last", "embedding"));
        assertThat(run.teachers().exit()).isZero();
        StageReport stopped = run.joint(() -> Files.exists(run.stage("joint").resolve(VolumeLayout.METRICS)));
        assertThat(stopped.exit()).isEqualTo(ExitCode.STOPPED.status());

        List<String> damaged = new FlippedBits(state, folder.resolve("kept"), 7, (disk, console) -> {
                    run.disk(disk);
                    run.console.clear();
                    StageReport report = run.joint(() -> false);
                    console.addAll(run.console);
                    return report;
                })
                .inEveryFileThatIsRead(".bin");

        assertThat(damaged)
                .anyMatch(name -> name.startsWith("stages/teacher/glyphs/") && name.endsWith("best.safetensors"))
                .anyMatch(name -> name.endsWith("shard-00000.bin"))
                .anyMatch(name -> name.endsWith("index.json"))
                .anyMatch(name -> name.endsWith("origin.json"))
                .anyMatch(name -> name.endsWith("optimizer.safetensors"));
    }
}
