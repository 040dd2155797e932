package io.mlfd.trainer.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.plan.Plan;
import io.mlfd.plan.Stage;
import io.mlfd.run.RunState;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FaultyDisk;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.Manifest;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of stages' results that cannot be used: whether to wait, or to do what. */
class ReportFaultsTest {
    private static final Disk FAILING = new FaultyDisk((number, path) -> {
        if (path.endsWith(VolumeLayout.RESULT)) {
            throw new FileSystemException(path.toString(), null, "Input/output error");
        }
    });

    @TempDir
    private Path path;

    private final Plan plan = Runs.small().plan();
    private final List<String> lines = new ArrayList<>();

    @Test
    void aResultThatCannotBeReadNowIsTheStoragesFault() throws IOException {
        complete(plan.stages().get(0), "{}");

        assertThatThrownBy(() -> report(FAILING).data(plan))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("Input/output error")
                .hasMessageNotContaining("again");
    }

    @Test
    void aResultOfAnotherReleaseIsThatReleasesToGoOnWith() throws IOException {
        complete(plan.stages().get(0), "{\"version\":99}");

        assertThatThrownBy(() -> report(Disk.local()).data(plan))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(VolumeLayout.RESULT + ": is of version 99")
                .hasMessageContaining("go on with the release that wrote it");
    }

    @Test
    void aDamagedStageIsNamed() throws IOException {
        Stage first = plan.stages().get(0);
        complete(first, "{}");
        Path result = path.resolve(VolumeLayout.stageFolder(first.name(), first.planKey()))
                .resolve(VolumeLayout.RESULT);
        Files.writeString(result, "{} ");

        assertThat(report(Disk.local()).data(plan)).isEmpty();
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith(first.name() + " is left out: " + result)
                .endsWith("; call mlfd run, which makes it again");
    }

    @Test
    void aRunWaitsForAnAnswerBeforeItTrainsAgain() throws IOException {
        FakeMachine machine = new FakeMachine();
        assertThat(runner(Disk.local(), machine).run(Runs.small()).exit()).isZero();
        int launched = machine.launched().size();

        assertThatThrownBy(() -> runner(FAILING, machine).run(withoutRecord()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("Input/output error");
        assertThat(machine.launched()).hasSize(launched);
    }

    private LocalRun withoutRecord() throws IOException {
        Files.delete(path.resolve(RunFolder.RECORD));
        return Runs.small();
    }

    private void complete(Stage stage, String result) throws IOException {
        Path folder = Files.createDirectories(path.resolve(VolumeLayout.stageFolder(stage.name(), stage.planKey())));
        Path file = Files.writeString(folder.resolve(VolumeLayout.RESULT), result);
        Manifest manifest = new Manifest("key", Map.of(VolumeLayout.RESULT, FileDigest.of(file)));
        Files.writeString(folder.resolve(VolumeLayout.MANIFEST), new ContractJson().write(manifest));
    }

    private RunReport report(Disk disk) {
        WholeFiles files = new WholeFiles(disk);
        return new RunReport(new RunFolder(path, files), files, () -> Instant.EPOCH, lines::add);
    }

    private LocalRunner runner(Disk disk, FakeMachine machine) {
        return new LocalRunner(
                new RunFolder(path, new WholeFiles(disk)),
                machine,
                machine,
                (data, into, lines) -> {},
                new FileLocks(1),
                new Unseen(),
                machine,
                machine,
                machine,
                machine);
    }

    private static final class Unseen implements RunView {
        @Override
        public void line(String line) {}

        @Override
        public boolean wantsProgress() {
            return false;
        }

        @Override
        public void show(RunState state, Map<String, io.mlfd.contract.Progress> progress, Instant now) {}

        @Override
        public void close() {}
    }
}
