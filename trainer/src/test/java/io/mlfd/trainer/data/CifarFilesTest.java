package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.TestImages.bytes;
import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mlfd.trainer.stop.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CIFAR-10 and CIFAR-100 as their author hands them round. */
class CifarFilesTest {
    private static final int SIDE = 32;
    private static final CifarFiles FINE = new CifarFiles(false);

    @TempDir
    private Path temporary;

    private Path root;
    private Path set;

    @BeforeEach
    void aRoot() throws IOException {
        root = temporary.toRealPath();
        set = root.resolve("set");
    }

    private void text(String file, String text) {
        write(set.resolve(file), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Images of seeds, each with its labels in front. */
    private void batch(String file, int[]... labelled) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] image : labelled) {
            out.writeBytes(bytes(Arrays.copyOf(image, image.length - 1)));
            out.writeBytes(Pictures.planes(image[image.length - 1], SIDE, SIDE, 3));
        }
        write(set.resolve(file), out.toByteArray());
    }

    private static int[] image(int... labelsAndSeed) {
        return labelsAndSeed;
    }

    private void ten() {
        text("batches.meta.txt", "airplane\nautomobile\n\n");
        batch("data_batch_1.bin", image(1, 10), image(0, 11));
        batch("data_batch_2.bin", image(0, 12));
        batch("test_batch.bin", image(0, 13), image(1, 14));
        text("readme.html", "about");
    }

    private void png(String file, int seed) {
        write(root.resolve("folders").resolve(file), Pictures.png(Pictures.planes(seed, SIDE, SIDE, 3), SIDE, SIDE));
    }

    @Test
    void cifar10HasThePixelsOfTheSamePicturesInFolders() {
        ten();
        png("train/automobile/a.png", 10);
        png("train/airplane/a.png", 11);
        png("train/airplane/b.png", 12);
        png("test/airplane/a.png", 13);
        png("test/automobile/a.png", 14);

        LoadedDataSet loaded = Pictures.load(root, "set", FINE, SIDE);

        Pictures.assertSame(loaded, Pictures.load(root, "folders", FolderSplits.USUAL, SIDE));
        assertThat(loaded.train().name(0)).isEqualTo("data_batch_1.bin#1");
    }

    @Test
    void cifar100HasFineAndCoarseLabels() {
        text("fine_label_names.txt", "apple\nbee\r\ncrab\n");
        text("coarse_label_names.txt", "animal\nplant\n");
        batch("train.bin", image(1, 0, 1), image(0, 1, 2), image(0, 2, 3));
        batch("test.bin", image(1, 0, 4), image(0, 1, 5), image(0, 2, 6));

        assertThat(Pictures.load(root, "set", FINE, 8).train().classNames()).containsExactly("apple", "bee", "crab");
        DataSetImages coarse =
                Pictures.load(root, "set", new CifarFiles(true), 8).train();
        assertThat(coarse.classNames()).containsExactly("animal", "plant");
        assertThat(coarse.labels()).containsExactly(0, 0, 1);
    }

    @Test
    void selectionsTakeTheFirstAsTheyLie() {
        ten();
        ImageFolderListing listing = LocalImages.folder(
                        root, "set", FINE, CatsAndDogs.selection(List.of("airplane"), 1, 1))
                .list(0, StopSignal.never());

        assertThat(listing.names(Split.TRAIN)).containsExactly("data_batch_1.bin#1");
        assertThat(listing.names(Split.TEST)).containsExactly("test_batch.bin#0");
    }

    @Test
    void aPixelThatChangesChangesTheFingerprint() throws IOException {
        ten();
        String before = Pictures.load(root, "set", FINE, 8).fingerprint();
        byte[] batch = Files.readAllBytes(set.resolve("data_batch_2.bin"));
        batch[500]++;
        write(set.resolve("data_batch_2.bin"), batch);

        assertThat(Pictures.load(root, "set", FINE, 8).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void aBatchThatIsCutAndLabelsWithoutANameAreTold() throws IOException {
        ten();
        byte[] whole = Files.readAllBytes(set.resolve("data_batch_2.bin"));
        write(set.resolve("data_batch_2.bin"), Arrays.copyOf(whole, whole.length - 1));
        batch("test_batch.bin", image(0, 1), image(2, 2), image(1, 3), image(255, 4));

        assertThat(Pictures.problems(root, "set", FINE))
                .containsExactly(
                        set.resolve("data_batch_2.bin")
                                + " is truncated: 3072 bytes are no whole number of images of 3073",
                        set.resolve("test_batch.bin") + " image 1 has the label 2, batches.meta.txt names 2 classes",
                        set.resolve("test_batch.bin") + " image 3 has the label 255, batches.meta.txt names 2 classes");
    }

    @Test
    void whatIsMissingOrAnotherVersionIsTold() throws IOException {
        ten();
        Files.delete(set.resolve("batches.meta.txt"));
        assertThat(Pictures.problems(root, "set", FINE))
                .first()
                .isEqualTo(set.resolve("batches.meta.txt") + " does not exist");
        text("batches.meta.txt", "a\na\n");
        assertThat(Pictures.problems(root, "set", FINE)).first().asString().endsWith(" names a class twice");
        text("batches.meta.txt", "a\n".repeat(40_000));
        assertThat(Pictures.problems(root, "set", FINE)).first().asString().contains("is too long");
        text("batches.meta.txt", "a\nb\n");
        assertThat(Pictures.problems(root, "set", new CifarFiles(true)))
                .containsExactly("cifar.labels: CIFAR-10 has no coarse labels; leave the field out");
        batch("train.bin", image(1, 0, 1));
        assertThat(Pictures.problems(root, "set", FINE))
                .singleElement()
                .asString()
                .contains(" holds both ");
        write(root.resolve("python/data_batch_1"), bytes(1));
        assertThat(Pictures.problems(root, "python", FINE))
                .containsExactly(root.resolve("python")
                        + " holds CIFAR as Python pickles, which are not read: take the binary version");
    }
}
