package io.mlfd.trainer.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.StageOrder;
import io.mlfd.contract.StageReport;
import io.mlfd.trainer.data.FileStamp;
import io.mlfd.trainer.data.ImageFolderListing;
import io.mlfd.trainer.data.ImageReading;
import io.mlfd.trainer.data.KnownImages;
import io.mlfd.trainer.data.Links;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.ForwardingDisk;
import io.mlfd.trainer.storage.WholeFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that one stage has read are not read again, by it or another one, as long as nothing shows a change. */
class DataRecordsTest {
    private static final Instant LONG_AGO = Instant.parse("2020-02-02T02:02:02Z");

    @TempDir
    private Path folder;

    private final List<Path> opened = new ArrayList<>();

    @BeforeEach
    void twoClasses() throws IOException {
        for (String split : List.of("train", "test")) {
            for (String name : List.of("cat", "dog")) {
                for (int i = 0; i < 2; i++) {
                    image(split + "/" + name + "/" + i + ".png", i, LONG_AGO);
                }
            }
        }
    }

    @Test
    void aStageThatGoesOnReadsNoImageAgain() {
        StageOrder order = order("teacher/pets");
        assertThat(run(order, context -> {}).message()).isEqualTo("done");
        assertThat(opened).hasSizeGreaterThanOrEqualTo(8);
        opened.clear();

        assertThat(run(order, context -> {}).reused()).isTrue();
        assertThat(opened).isEmpty();
    }

    @Test
    void anotherStageReadsWhatItLooksAt() {
        run(order("teacher/pets"), context -> {});
        opened.clear();

        StageReport report = run(
                order("baseline/alone/pets"),
                context -> assertThat(context.data("pets").train().pixels(2)).hasSize(3 * 16 * 16));

        assertThat(report.message()).isEqualTo("done");
        assertThat(opened).containsExactly(folder.resolve("data/pets/train/dog/0.png"));
    }

    @Test
    void aChangeThatDoesNotShowIsFoundWhereTheImageIsRead() throws IOException {
        run(order("teacher/pets"), context -> {});
        Path image = folder.resolve("data/pets/train/dog/0.png");
        byte[] file = Files.readAllBytes(image);
        file[file.length / 2] ^= 4;
        Files.write(image, file);
        Files.setLastModifiedTime(image, FileTime.from(LONG_AGO));

        StageReport report = run(
                order("baseline/alone/pets"),
                context -> context.data("pets").train().pixels(2));

        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message()).contains("pets/train/dog/0.png is not what it was when the data set was read");
        assertThat(run(order("teacher/pets"), context -> {}).message())
                .as("it is looked into then")
                .startsWith("data set pets changed since teacher/pets began: 1 image changed (train/dog/0.png)");
    }

    @Test
    void whatWasChangedJustNowIsReadEveryTime() throws IOException {
        image("train/cat/0.png", 0, Instant.now());
        run(order("teacher/pets"), context -> {});
        opened.clear();

        assertThat(run(order("teacher/pets"), context -> {}).reused()).isTrue();
        assertThat(opened).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void aDamagedRecordIsAsGoodAsNone() throws IOException {
        run(order("teacher/pets"), context -> {});
        for (String name : List.of("pets.json", "pets.gz")) {
            Path file = folder.resolve("run/records").resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at += 7) {
                byte[] damaged = whole.clone();
                damaged[at] ^= 1;
                Files.write(file, damaged);

                assertThat(run(order("teacher/pets"), context -> {}).message())
                        .as("%s, bit of byte %d", name, at)
                        .doesNotContain("failed", "Exception");
            }
            Files.write(file, whole);
        }
    }

    @Test
    void whatTheCheckFindsIsWhatAStageFinds() throws IOException {
        image("train/cat/0.png", 200, LONG_AGO);
        for (OptionalDouble validation : List.of(OptionalDouble.empty(), OptionalDouble.of(0.5))) {
            String run = "found" + validation.isPresent();
            StageOrder order = order("teacher/pets", run, validation);
            run(order, context -> {});
            Path found = folder.resolve(run + "/records");
            byte[] record = Files.readAllBytes(found.resolve("pets.json"));
            byte[] digests = Files.readAllBytes(found.resolve("pets.gz"));
            for (int threads : List.of(1, 3)) {
                StageOrder checked = order("teacher/pets", run + threads, validation);
                check(checked, threads);
                opened.clear();

                assertThat(run(checked, context -> {}).message()).isEqualTo("done");

                assertThat(opened).isEmpty();
                Path left = folder.resolve(run + threads + "/records");
                assertThat(left.resolve("pets.json")).hasBinaryContent(record);
                assertThat(left.resolve("pets.gz")).hasBinaryContent(digests);
            }
        }
    }

    @Test
    void aChangeSinceTheCheckThatDoesNotShowIsFoundWhereTheImageIsRead() throws IOException {
        StageOrder order = order("teacher/pets");
        check(order, 2);
        Path image = folder.resolve("data/pets/train/dog/0.png");
        byte[] file = Files.readAllBytes(image);
        file[file.length / 2] ^= 4;
        Files.write(image, file);
        Files.setLastModifiedTime(image, FileTime.from(LONG_AGO));

        StageReport report = run(order, context -> context.data("pets").train().pixels(2));

        assertThat(report.exit()).isEqualTo(ExitCode.BAD_INPUT.status());
        assertThat(report.message()).contains("pets/train/dog/0.png is not what it was when the data set was read");
    }

    @Test
    void aChangeSinceTheCheckThatShowsHasAllImagesReadAgain() throws IOException {
        StageOrder order = order("teacher/pets");
        check(order, 2);
        image("train/dog/0.png", 99, LONG_AGO.plusSeconds(1));
        opened.clear();

        assertThat(run(order, context -> {}).message()).isEqualTo("done");

        assertThat(opened).hasSizeGreaterThanOrEqualTo(8);
    }

    /** As the runner does before the first stage. */
    private void check(StageOrder order, int threads) {
        ImageFolderListing listing = (ImageFolderListing) DataSetSources.of(
                        order, order.work().reads().get(0), ImageReading.inThisProcess(Disk.local(), Links.WITHIN_ROOT))
                .list(order.seed(), StopSignal.never());
        FileStamp stamp = listing.stamp(StopSignal.never());
        KnownImages known = listing.examine(order.work().imageSize(), threads, StopSignal.never(), done -> {})
                .known()
                .orElseThrow();
        new DataRecords(Path.of(order.places().run()), new WholeFiles(Disk.local()), line -> {})
                .write("pets", stamp, known, order.work().imageSize().orElseThrow());
    }

    private interface Body {
        void run(StageContext context);
    }

    private StageReport run(StageOrder order, Body body) {
        ForwardingDisk disk = new ForwardingDisk() {
            @Override
            public SeekableByteChannel open(Path file) throws IOException {
                if (file.toString().contains("/data/pets/")) {
                    opened.add(file);
                }
                return super.open(file);
            }
        };
        StagePrograms programs = work -> context -> {
            body.run(context);
            return StageOutcome.withoutTraining(Orders.NOTHING_TESTED, List.of());
        };
        return new StageRunner(programs, Runners.environment(line -> {}), new WholeFiles(disk))
                .run(order, StopSignal.never());
    }

    private StageOrder order(String stage) {
        return order(stage, "run", OptionalDouble.empty());
    }

    private StageOrder order(String stage, String run, OptionalDouble validation) {
        return Orders.order(
                folder.resolve(run),
                stage,
                Orders.teacher(Orders.folder("pets", validation), Orders.training(OptimizerName.SGD, 1)),
                List.of(),
                Map.of("pets", folder.resolve("data").toString()));
    }

    private void image(String name, int grey, Instant changed) throws IOException {
        Path file = folder.resolve("data/pets").resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, grey * 0x010101);
        ImageIO.write(image, "png", file.toFile());
        Files.setLastModifiedTime(file, FileTime.from(changed));
    }
}
