package io.mlfd.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.PackedScores;
import io.mlfd.contract.Progress;
import io.mlfd.contract.ScoreSlot;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.result.Score;
import io.mlfd.trainer.progress.ProgressReporter;
import io.mlfd.trainer.stage.FinishedStage;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stage.StageContext;
import io.mlfd.trainer.stage.StageEngine;
import io.mlfd.trainer.stage.StageOutcome;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FullDisk;
import io.mlfd.trainer.storage.StageFolder;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportProgramTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path run;

    private final SyntheticRun synthetic = SyntheticRun.typical();
    private final List<String> said = new ArrayList<>();

    @Test
    void writesDataAndPageAndSaysTheOutcome() throws IOException {
        StageOutcome outcome = program().run(context(Disk.local()));

        ReportData data =
                new ContractJson().read(Files.readString(run.resolve(VolumeLayout.REPORT_DATA)), ReportData.class);
        assertThat(data.run()).isEqualTo("three-sets");
        assertThat(data.planKey()).isEqualTo(KEY);
        assertThat(data.written()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(data.stages()).isEqualTo(synthetic.stages());
        assertThat(run.resolve(VolumeLayout.REPORT_PAGE)).content().contains(data.outcome());
        assertThat(said).containsExactly(data.outcome());
        assertThat(outcome.curve()).isEmpty();
        assertThat(run.resolve("report"))
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
    }

    @Test
    void everyScoreOfTheResultTableIsRepeatedInTheOrderOfThePlan() {
        List<Score> scores = program().run(context(Disk.local())).tests().scores();
        List<ScoreSlot> slots = synthetic.stages().stream()
                .flatMap(stage -> ScoreSlot.of(stage.stage(), stage.work(), synthetic.datasets()).stream())
                .toList();

        assertThat(scores).hasSameSizeAs(slots).hasSize(3 * 6);
        assertThat(PackedScores.unpack(PackedScores.pack(scores), slots)).isEqualTo(scores);
    }

    @Test
    void failureLeavesThePageThatWasThere() throws IOException {
        Path page = run.resolve(VolumeLayout.REPORT_PAGE);
        Files.createDirectories(page.getParent());
        Files.writeString(page, "the page before");

        assertThatThrownBy(() -> program().run(context(FullDisk.withoutRoomFor("index.html"))))
                .isInstanceOf(StorageException.class)
                .hasMessage(page + ": cannot write: No space left on device");

        assertThat(page).hasContent("the page before");
        assertThat(run.resolve("report"))
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("."));
    }

    private ReportProgram program() {
        return new ReportProgram(Orders.reportWork(synthetic.datasets()));
    }

    private StageContext context(Disk disk) {
        StageOrder order = new StageOrder(
                StageOrder.VERSION,
                "three-sets",
                "report",
                1,
                KEY,
                0,
                1,
                Optional.empty(),
                60,
                Orders.reportWork(synthetic.datasets()),
                List.of(),
                new StageOrder.Places(run.toString(), Map.of()));
        StageFolder folder =
                StageFolder.open(run, VolumeLayout.stageFolder("report", KEY), new WholeFiles(disk), said::add);
        List<FinishedStage> inputs = synthetic.stages().stream()
                .map(stage -> new FinishedStage(run.resolve("stages").resolve(stage.stage()), stage))
                .toList();
        return new StageContext(
                order,
                run,
                folder,
                KEY,
                inputs,
                Map.of(),
                StopSignal.never(),
                InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z")),
                () -> Duration.ZERO,
                new Listener(),
                new StageEngine(order, new Listener()));
    }

    private final class Listener implements ProgressReporter {
        @Override
        public void report(Progress progress, Supplier<String> details) {}

        @Override
        public void milestone(Progress progress, String line) {}

        @Override
        public void say(String line) {
            said.add(line);
        }
    }
}
