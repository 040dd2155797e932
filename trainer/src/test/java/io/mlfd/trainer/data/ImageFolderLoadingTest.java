package io.mlfd.trainer.data;

import static io.mlfd.trainer.data.CatsAndDogs.selection;
import static io.mlfd.trainer.data.TestImages.grey;
import static io.mlfd.trainer.data.TestImages.png;
import static io.mlfd.trainer.data.TestImages.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.FaultyDisk;
import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of listed images. */
class ImageFolderLoadingTest {
    private static final long MEMORY = 1 << 30;

    @TempDir
    private Path temporary;

    private Path root;
    private Path set;

    @BeforeEach
    void twoClassesOfThreeTrainAndOneTestImages() throws IOException {
        set = CatsAndDogs.below(temporary);
        root = set.getParent();
    }

    private ImageFolderListing list(Selection selection) {
        return LocalImages.folder(root, "set", selection).list(0, StopSignal.never());
    }

    private ImageFolderListing list() {
        return list(Selection.ALL);
    }

    private LoadedDataSet load() {
        return list().load(Loading.of(1, MEMORY), StopSignal.never());
    }

    @Test
    void loadsClassesAndFilesSortedByName() {
        LoadedDataSet loaded = load();

        assertThat(loaded.train().classNames()).containsExactly("cat", "dog");
        assertThat(loaded.train().labels()).containsExactly(0, 0, 0, 1, 1, 1);
        assertThat(loaded.train().name(4)).isEqualTo("train/dog/1.png");
        assertThat(loaded.train().pixels(4)).containsExactly(60, 60, 60);
        assertThat(loaded.test().pixels(1)).containsExactly(80, 80, 80);
        assertThat(loaded.validation()).isEmpty();
        assertThat(loaded.statistics().mean().get(0)).isEqualTo((10 + 20 + 30 + 50 + 60 + 70) / 6.0 / 255);
    }

    @Test
    void contentDecidesWhatAFileIsAndLitterIsPassedOver() throws IOException {
        Files.move(set.resolve("train/cat/0.png"), set.resolve("train/cat/0.jpeg.txt"));
        write(set.resolve("train/cat/.DS_Store"), new byte[] {1});
        write(set.resolve("train/.cache/x.png"), new byte[] {1});
        for (String file : List.of("Thumbs.db", "desktop.ini", "@eaDir/0.png@SynoFile", "__MACOSX/._0.png")) {
            write(set.resolve("train/cat").resolve(file), new byte[] {1});
            write(set.resolve("train").resolve(file), new byte[] {1});
        }

        assertThat(load().train().pixels(0)).containsExactly(10, 10, 10);
    }

    @Test
    void linksWithinTheRootAreFollowed() throws IOException {
        Files.move(set.resolve("train/cat"), root.resolve("elsewhere"));
        Files.createSymbolicLink(set.resolve("train/cat"), root.resolve("elsewhere"));
        Files.createSymbolicLink(set.resolve("train/dog/9.png"), Path.of("0.png"));

        assertThat(load().train().pixels(6)).containsExactly(50, 50, 50);
    }

    @Test
    void linksOutOfTheRootAreFollowedWhereTheyMayBe() throws IOException {
        Path outside = root.resolveSibling("outside");
        Files.move(set.resolve("train/cat"), outside);
        Files.createSymbolicLink(set.resolve("train/cat"), outside);
        ImageReading anywhere = new ImageReading(Disk.local(), Links.ANYWHERE, Long.MAX_VALUE);

        LoadedDataSet loaded = new ImageFolderSource(root, "set", FolderSplits.USUAL, Selection.ALL, false, anywhere)
                .list(0, StopSignal.never())
                .load(Loading.of(1, MEMORY), StopSignal.never());

        assertThat(loaded.train().name(0)).isEqualTo("train/cat/0.png");
        assertThatThrownBy(() -> list()).hasMessageContaining("outside the data root");
    }

    @Test
    void everyBadImageIsToldAtOnce() {
        write(set.resolve("train/cat/0.png"), "no".getBytes(StandardCharsets.UTF_8));
        write(set.resolve("test/dog/t.png"), java.util.Arrays.copyOf(grey(1), 40));
        ImageFolderListing listing = list();

        assertThatThrownBy(() -> listing.load(Loading.of(1, MEMORY), StopSignal.never()))
                .isInstanceOfSatisfying(BadInputException.class, e -> assertThat(e.problems())
                        .containsExactly(
                                set.resolve("train/cat/0.png")
                                        + " is no image, none of PNG, JPEG, GIF, BMP, TIFF and WebP; convert or remove it",
                                set.resolve("test/dog/t.png")
                                        + " is a truncated PNG; replace it with a whole copy or remove it"));
    }

    @Test
    void wantOfMemoryIsNoReasonToLeaveAnImageOut() {
        ImageReading little = new ImageReading(Disk.local(), Links.WITHIN_ROOT, 1);

        assertThatThrownBy(() -> new ImageFolderSource(root, "set", FolderSplits.USUAL, Selection.ALL, true, little)
                        .list(0, StopSignal.never())
                        .load(Loading.of(1, MEMORY), StopSignal.never()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is too large for the heap");
    }

    @Test
    void aFileThatIsGoneAfterTheListingIsToldByBothReaders() throws IOException {
        ImageFolderListing listing = list();
        Files.delete(set.resolve("train/cat/1.png"));
        String problem =
                set.resolve("train/cat/1.png") + " is no file any more; do not change data sets while they are used";

        assertThatThrownBy(() -> listing.load(Loading.of(1, MEMORY), StopSignal.never()))
                .isInstanceOf(BadInputException.class)
                .hasMessage(problem);
        assertThatThrownBy(() -> listing.fingerprint(StopSignal.never()))
                .isInstanceOf(BadInputException.class)
                .hasMessage(problem);
    }

    @Test
    void aFileThatMayNotBeReadIsTold() throws IOException {
        Path file = set.resolve("train/cat/1.png");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();

        assertThatThrownBy(this::load)
                .isInstanceOf(BadInputException.class)
                .hasMessage(file + " may not be read; give the user of this process read permission");
    }

    @Test
    void whatTheOperatingSystemForbidsIsToldAndWhatTheVolumeDoesIsNotTheDatas() {
        Path file = set.resolve("train/cat/1.png");
        ImageFolderListing forbidden = listing(new AccessDeniedException(file.toString()), file);
        assertThatThrownBy(() -> forbidden.load(Loading.of(1, MEMORY), StopSignal.never()))
                .isInstanceOf(BadInputException.class)
                .hasMessage(file + " may not be read; give the user of this process read permission");

        ImageFolderListing stale = listing(new IOException("Stale file handle"), file);
        assertThatThrownBy(() -> stale.load(Loading.of(1, MEMORY), StopSignal.never()))
                .isInstanceOf(StorageException.class)
                .hasMessage(file + ": cannot read: Stale file handle");
        assertThatThrownBy(() -> stale.fingerprint(StopSignal.never())).isInstanceOf(StorageException.class);
    }

    private ImageFolderListing listing(IOException failure, Path file) {
        AtomicBoolean listed = new AtomicBoolean();
        FaultyDisk disk = new FaultyDisk((number, path) -> {
            if (listed.get() && path.equals(file)) {
                throw failure;
            }
        });
        ImageFolderListing listing = new ImageFolderSource(
                        root,
                        "set",
                        FolderSplits.USUAL,
                        Selection.ALL,
                        false,
                        new ImageReading(disk, Links.WITHIN_ROOT, Long.MAX_VALUE))
                .list(0, StopSignal.never());
        listed.set(true);
        return listing;
    }

    @Test
    void anImageThatTheHeapCannotHoldIsNamedAndNotCalledCorrupt() {
        Path file = set.resolve("train/cat/1.png");
        write(file, png(2000, 1000, 8, 2, new byte[1000 * (1 + 3 * 2000)]));
        ImageReading small = new ImageReading(Disk.local(), Links.WITHIN_ROOT, 11 << 20);
        assertThatThrownBy(() -> new ImageFolderSource(root, "set", FolderSplits.USUAL, Selection.ALL, false, small)
                        .list(0, StopSignal.never())
                        .load(Loading.of(1, MEMORY), StopSignal.never()))
                .isInstanceOf(BadInputException.class)
                .hasMessage(file + " is too large for the heap: 2000 x 1000 pixels take 12 MiB to decode, free for that"
                        + " are 11 MiB; make the image smaller, or give the stage more memory");
        ImageReading large = new ImageReading(Disk.local(), Links.WITHIN_ROOT, 12 << 20);
        assertThat(new ImageFolderSource(root, "set", FolderSplits.USUAL, Selection.ALL, false, large)
                        .list(0, StopSignal.never())
                        .load(Loading.of(1, MEMORY), StopSignal.never())
                        .train()
                        .count())
                .isPositive();
    }

    /** Whatever the header promised, in a JVM with next to no memory. */
    @Test
    void runningOutOfMemoryWhileDecodingNamesTheImage() throws IOException, InterruptedException {
        Path file = set.resolve("train/cat/1.png");
        write(file, png(4000, 3000, 8, 2, new byte[3000 * (1 + 3 * 4000)]));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadInLittleMemory.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said)
                .contains(file + " is too large for the heap: its decoding ran out of memory; make the image smaller");
    }

    /** A main class for another JVM. */
    static final class LoadInLittleMemory {
        private LoadInLittleMemory() {}

        public static void main(String... args) {
            try {
                LocalImages.folder(Path.of(args[0]), "set", Selection.ALL)
                        .list(0, StopSignal.never())
                        .load(Loading.of(1, MEMORY), StopSignal.never());
            } catch (BadInputException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void filesOverTheLimitAreNotRead() {
        ImageLimits limits = new ImageLimits(1 << 20, 1 << 20, 1 << 20);
        Path file = set.resolve("train/cat/0.png");
        write(file, new byte[(1 << 20) + 1]);

        assertThatThrownBy(() -> limits.read(Disk.local(), file)).hasMessage("is over 1 MiB; make the image smaller");
    }

    @Test
    void readingStopsOnRequest() {
        ImageFolderListing listing = list();

        assertThatThrownBy(() -> listing.load(Loading.of(1, MEMORY), () -> true))
                .isInstanceOf(StoppedException.class);
        assertThatThrownBy(() -> listing.fingerprint(() -> true)).isInstanceOf(StoppedException.class);
    }
}
