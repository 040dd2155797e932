package io.mlfd.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.LossWeights;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.BuiltInPrograms;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FlippedBits;
import io.mlfd.trainer.storage.WholeFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bit flips in a file that a stage reads, the file is named, and no weight is another one. */
class FlippedBitsTest {
    private static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02Z");

    private static final String NONE_MAPPED = ".bin";

    @TempDir
    private Path folder;

    @Test
    void inACheckpointAndInTheImagesThatAStageGoesOnWith() throws IOException {
        writeImages();
        StageOrder order = Orders.order(
                state().resolve("run"),
                "teacher/pets",
                Orders.teacher(Orders.folder("pets"), Orders.training(OptimizerName.ADAMW, 2)),
                List.of(),
                Map.of("pets", state().resolve("data").toString()));
        StageReport stopped = Runners.builtIn().run(order, () -> Files.exists(file(order, VolumeLayout.METRICS)));
        assertThat(stopped.exit()).isEqualTo(ExitCode.STOPPED.status());

        List<String> damaged = flip((disk, console) -> run(disk, order, console));

        assertThat(damaged)
                .anyMatch(name -> name.contains("checkpoints/") && name.endsWith("model.safetensors"))
                .anyMatch(name -> name.endsWith("state.json"))
                .anyMatch(name -> name.endsWith("pets/train/cat/0.png"))
                .anyMatch(name -> name.endsWith("pets.json"))
                .anyMatch(name -> name.endsWith("pets.gz"));
    }

    @Test
    void inWhatAnotherStageLeft() throws IOException {
        StageOrder teacher = Orders.order(
                state().resolve("run"),
                "teacher/shapes",
                Orders.teacher(Orders.shapes(OptionalDouble.of(0.25)), Orders.training(OptimizerName.SGD, 1)));
        assertThat(Runners.builtIn().run(teacher, StopSignal.never()).exit()).isZero();
        StageWork work = Orders.ownTeacher(2, new LossWeights(0.8, 0, 0.2), Orders.training(OptimizerName.SGD, 1));
        StageOrder order = Orders.order(
                state().resolve("run"), "baseline/own-teacher/shapes", work, List.of(Orders.teacherInput()), Map.of());

        assertThat(flip((disk, console) -> run(disk, order, console)))
                .anyMatch(name -> name.endsWith("best.safetensors"))
                .anyMatch(name -> name.endsWith("result.json"))
                .anyMatch(name -> name.endsWith("manifest.json"));
    }

    private List<String> flip(FlippedBits.Action action) throws IOException {
        return new FlippedBits(state(), folder.resolve("kept"), 7, action).inEveryFileThatIsRead(NONE_MAPPED);
    }

    private Path state() {
        return folder.resolve("state");
    }

    private static StageReport run(Disk disk, StageOrder order, List<String> console) {
        return new StageRunner(
                        new BuiltInPrograms(),
                        Runners.environment(line -> {
                            synchronized (console) {
                                console.add(line);
                            }
                        }),
                        new WholeFiles(disk))
                .run(order, StopSignal.never());
    }

    private static Path file(StageOrder order, String name) {
        return Path.of(order.places().run())
                .resolve(VolumeLayout.stageFolder(order.stage(), order.planKey()))
                .resolve(name);
    }

    private void writeImages() throws IOException {
        Random random = new Random(1);
        for (String split : List.of("train", "test")) {
            for (String name : List.of("cat", "dog")) {
                Path at = Files.createDirectories(state().resolve("data/pets/" + split + "/" + name));
                for (int i = 0; i < 2; i++) {
                    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
                    for (int pixel = 0; pixel < 64; pixel++) {
                        image.setRGB(pixel % 8, pixel / 8, random.nextInt(0x1000000));
                    }
                    Path file = at.resolve(i + ".png");
                    ImageIO.write(image, "png", file.toFile());
                    Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
                }
            }
        }
    }
}
