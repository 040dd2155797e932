package io.mlfd.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.contract.supervised.TakeTeacher;
import io.mlfd.result.Selection;
import io.mlfd.trainer.BuiltInPrograms;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Checkpoints;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FaultyDisk;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.WholeFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever read fails with an I/O error, it is the storage's fault, told with its path, and the next attempt goes on. */
class ReadFaultsTest {
    private static final int EPOCHS = 2;
    private static final int PATIENCE = 2000;

    @TempDir
    Path folder;

    private final StagePrograms nothing =
            work -> context -> StageOutcome.withoutTraining(Orders.NOTHING_TESTED, List.of());

    @Test
    void dataThatCannotBeReadNowAreNoBadData() throws IOException {
        writeImages();
        List<String> failures = failEveryRead(
                nothing,
                attempt -> Orders.order(
                        folder.resolve("run-" + attempt),
                        "teacher/pets",
                        Orders.teacher(Orders.folder("pets"), Orders.training(OptimizerName.SGD, 1)),
                        List.of(),
                        Map.of("pets", folder.resolve("data").toString())));
        assertThat(failures)
                .as("every image is looked for, opened and read twice")
                .hasSizeGreaterThan(8 * 6);
    }

    @Test
    void aGivenExpertThatCannotBeReadNowIsNoBadExpert() throws IOException {
        StageOrder trained = teacher("first");
        assertThat(run(new BuiltInPrograms(), Disk.local(), trained).exit()).isZero();
        Files.createDirectories(folder.resolve("data"));
        Files.copy(file(trained, VolumeLayout.weights(Selection.LAST)), folder.resolve("data/expert.safetensors"));
        List<String> failures = failEveryRead(
                new BuiltInPrograms(),
                attempt -> Orders.order(
                        folder.resolve("run-" + attempt),
                        "teacher/shapes",
                        new TakeTeacher(Orders.shapes(OptionalDouble.empty()), Orders.INPUT_SIZE, "expert.safetensors"),
                        List.of(),
                        Map.of("shapes", folder.resolve("data").toString())));
        assertThat(failures).anyMatch(failure -> failure.contains("expert.safetensors"));
    }

    @Test
    void aGivenExpertThatMayNotBeReadIsTheUsersToMend() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/expert.safetensors"), "x");
        FaultyDisk forbidding = new FaultyDisk((number, path) -> {
            if (path.endsWith("expert.safetensors")) {
                throw new AccessDeniedException(path.toString());
            }
        });
        StageReport report = run(
                nothing,
                forbidding,
                Orders.order(
                        folder.resolve("run"),
                        "teacher/shapes",
                        new TakeTeacher(Orders.shapes(OptionalDouble.empty()), Orders.INPUT_SIZE, "expert.safetensors"),
                        List.of(),
                        Map.of("shapes", folder.resolve("data").toString())));
        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message()).contains("expert.safetensors", "may not be read");
    }

    @Test
    void anInputThatCannotBeReadNowIsNoBadInput() {
        assertThat(run(new BuiltInPrograms(), Disk.local(), teacher("shared")).exit())
                .isZero();
        StageWork work = Orders.ownTeacher(2, new LossWeights(0.8, 0, 0.2), Orders.training(OptimizerName.SGD, 1));
        StageOrder order = Orders.order(
                folder.resolve("shared"),
                "baseline/own-teacher/shapes",
                work,
                List.of(Orders.teacherInput()),
                Map.of());
        assertThat(failEveryRead(new BuiltInPrograms(), attempt -> order))
                .anyMatch(failure -> failure.contains("teacher/shapes") && failure.contains(".safetensors"));
    }

    @Test
    void aCheckpointThatCannotBeReadNowIsReadByTheNextAttempt() throws IOException {
        StageOrder whole = teacher("whole");
        assertThat(run(new BuiltInPrograms(), Disk.local(), whole).exit()).isZero();

        StageOrder order = teacher("stopped");
        StageReport stopped = Runners.builtIn().run(order, () -> Files.exists(file(order, VolumeLayout.METRICS)));
        assertThat(stopped.exit()).isEqualTo(ExitCode.STOPPED.status());
        assertThat(stopped.checkpoint()).isPresent();

        assertThat(failEveryRead(new BuiltInPrograms(), attempt -> order))
                .anyMatch(failure -> failure.contains("step-") && failure.contains(".safetensors"));
        try (Stream<Path> all = Files.walk(file(order, ""))) {
            assertThat(all).noneMatch(path -> path.getFileName().toString().startsWith(Checkpoints.CORRUPT));
        }
        for (String name : List.of("last.safetensors", "best.safetensors")) {
            assertThat(FileDigest.of(file(order, name))).isEqualTo(FileDigest.of(file(whole, name)));
        }
    }

    /**
     * Runs orders, the first with its first read failing, the second with its second, until one has no read left that could
     * fail.
     *
     * @return what each said that failed
     */
    private List<String> failEveryRead(StagePrograms programs, IntFunction<StageOrder> orders) {
        List<String> failures = new ArrayList<>();
        for (int attempt = 1; attempt < PATIENCE; attempt++) {
            FaultyDisk disk = FaultyDisk.failingAt(attempt);
            StageReport report = run(programs, disk, orders.apply(attempt));
            if (disk.reads() < attempt) {
                assertThat(report.exit()).as(report.message()).isZero();
                return failures;
            }
            assertThat(report.exit())
                    .as("read %s failed: %s", attempt, report.message())
                    .isEqualTo(ExitCode.STORAGE.status());
            assertThat(report.message()).contains(folder.toString(), "Input/output error");
            failures.add(report.message());
        }
        throw new AssertionError("no end of reads");
    }

    private StageOrder teacher(String run) {
        return Orders.order(
                folder.resolve(run),
                "teacher/shapes",
                Orders.teacher(Orders.shapes(OptionalDouble.of(0.25)), Orders.training(OptimizerName.ADAMW, EPOCHS)));
    }

    private static StageReport run(StagePrograms programs, Disk disk, StageOrder order) {
        return new StageRunner(programs, Runners.environment(line -> {}), new WholeFiles(disk))
                .run(order, StopSignal.never());
    }

    private static Path file(StageOrder order, String name) {
        return Path.of(order.places().run())
                .resolve(VolumeLayout.stageFolder(order.stage(), order.planKey()))
                .resolve(name);
    }

    private void writeImages() throws IOException {
        for (String split : List.of("train", "test")) {
            for (String name : List.of("cat", "dog")) {
                Path at = Files.createDirectories(folder.resolve("data/pets/" + split + "/" + name));
                for (int i = 0; i < 2; i++) {
                    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
                    ImageIO.write(image, "png", at.resolve(i + ".png").toFile());
                }
            }
        }
    }
}
