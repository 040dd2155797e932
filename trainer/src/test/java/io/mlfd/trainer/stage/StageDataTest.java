package io.mlfd.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.stop.StopSignal;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stage says of images that are bad, or others than when it began. */
class StageDataTest {
    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();
    private final StageRunner runner = new StageRunner(
            work -> context -> StageOutcome.withoutTraining(Orders.NOTHING_TESTED, List.of()),
            Runners.environment(lines::add));

    @Test
    void whatHasNoRoomInTheMessageIsInTheLogAndOnTheVolume() throws IOException {
        writeImages();
        for (int i = 0; i < 30; i++) {
            Files.createFile(folder.resolve("data/pets/train/cat/empty" + i + ".png"));
        }

        StageOrder order = teacherOrder();
        StageReport report = runner.run(order, StopSignal.never());

        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message())
                .startsWith("data set pets: ")
                .matches(".*; and [0-9]+ more; all of them are in the stage's log and on the run's volume in "
                        + VolumeLayout.stageFolder(order.stage(), order.planKey()) + "/problems.txt");
        assertThat(lines).filteredOn(line -> line.contains(".png is empty")).hasSize(30);
        Path problems = stageFolder(order).resolve(VolumeLayout.PROBLEMS);
        assertThat(Files.readAllLines(problems)).hasSize(30).allMatch(line -> line.contains(".png is empty"));

        for (int i = 0; i < 30; i++) {
            Files.delete(folder.resolve("data/pets/train/cat/empty" + i + ".png"));
        }
        assertThat(runner.run(order, StopSignal.never()).message()).isEqualTo("done");
        assertThat(problems).doesNotExist();
    }

    @Test
    void dataThatChangeUnderARunAreNamedAndNothingIsOverwritten() throws IOException {
        writeImages();
        StageOrder order = teacherOrder();
        assertThat(runner.run(order, StopSignal.never()).message()).isEqualTo("done");
        byte[] before = Files.readAllBytes(stageFolder(order).resolve(VolumeLayout.RESULT));

        image(folder.resolve("data/pets/train/cat/0.png"), 200);
        StageReport report = runner.run(order, StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message())
                .startsWith(
                        "data set pets changed since teacher/pets began: 1 image changed (train/cat/0.png); put back");
        assertThat(Files.readAllBytes(stageFolder(order).resolve(VolumeLayout.RESULT)))
                .isEqualTo(before);
        assertThat(runner.finished(order, StopSignal.never())).isEmpty();

        image(folder.resolve("data/pets/train/cat/0.png"), 0);
        assertThat(runner.run(order, StopSignal.never()).reused()).isTrue();
    }

    @Test
    void imagesThatAreReadOtherwiseThanBeforeAreToldFromChangedOnes() throws IOException {
        writeImages();
        StageOrder order = teacherOrder();
        runner.run(order, StopSignal.never());
        Path origin = stageFolder(order).resolve("origin.json");
        Files.writeString(
                origin,
                Files.readString(origin)
                        .replaceFirst("\"pets\":\"[0-9a-f]{64}\"", "\"pets\":\"" + "0".repeat(64) + "\""));
        // What was made then says so too; an origin that is alone with it is a damaged one.
        Path manifest = stageFolder(order).resolve(VolumeLayout.MANIFEST);
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replaceFirst("\"contentKey\":\"[0-9a-f]{32}\"", "\"contentKey\":\"" + "0".repeat(32) + "\""));

        assertThat(runner.run(order, StopSignal.never()).message())
                .startsWith("data set pets changed since teacher/pets began: no file did, but this release reads some"
                        + " kinds of image otherwise; put back");
    }

    @Test
    void dataMayBeMendedBeforeAnythingWasLearnedFromThem() throws IOException {
        writeImages();
        Path broken = folder.resolve("data/pets/train/cat/0.png");
        Files.write(broken, new byte[] {1, 2, 3});
        StageReport report = runner.run(teacherOrder(), StopSignal.never());
        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message()).contains("data set pets").contains("0.png");
        image(broken, 0);
        assertThat(runner.run(teacherOrder(), StopSignal.never()).exit()).isZero();
    }

    private StageOrder teacherOrder() {
        return Orders.order(
                folder,
                "teacher/pets",
                Orders.teacher(Orders.folder("pets"), Orders.training(OptimizerName.SGD, 1)),
                List.of(),
                Map.of("pets", folder.resolve("data").toString()));
    }

    private static Path stageFolder(StageOrder order) {
        return Path.of(order.places().run()).resolve(VolumeLayout.stageFolder(order.stage(), order.planKey()));
    }

    private void writeImages() throws IOException {
        for (String split : List.of("train", "test")) {
            for (String name : List.of("cat", "dog")) {
                for (int i = 0; i < 2; i++) {
                    image(folder.resolve("data/pets/" + split + "/" + name + "/" + i + ".png"), i);
                }
            }
        }
    }

    private static void image(Path file, int grey) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, grey * 0x010101);
        ImageIO.write(image, "png", file.toFile());
    }
}
