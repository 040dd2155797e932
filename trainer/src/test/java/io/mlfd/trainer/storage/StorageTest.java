package io.mlfd.trainer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.storage.WholeFiles.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
    @TempDir
    Path root;

    private final WholeFiles files = new WholeFiles(Disk.local());
    private final List<String> lines = new ArrayList<>();

    @Test
    void aFailedWriteLeavesWhatWasThere() throws IOException {
        Path file = root.resolve("a.json");
        files.write(file, Content.of("old"));
        assertThatThrownBy(() -> files.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(StorageException.class)
                .hasMessage(file + ": cannot write: No space left on device");
        assertThat(file).hasContent("old");
        try (Stream<Path> all = Files.list(root)) {
            assertThat(all).containsExactly(file);
        }
    }

    /** Files of the kernel can be opened and read, and answer EINVAL to a flush. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileSystemThatCannotFlushFoldersIsGoodEnoughButOneThatCannotFlushFilesIsNot() throws IOException {
        Disk disk = Disk.local();

        disk.sync(Path.of("/proc/self"));

        assertThatThrownBy(() -> disk.sync(Path.of("/proc/self/status"))).hasMessage("Invalid argument");
        assertThatThrownBy(() -> disk.sync(root.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aWriteThatIsGivenUpLeavesWhatWasThere() throws IOException {
        Path file = root.resolve("a.json");
        files.write(file, Content.of("old"));
        IllegalStateException reason = new IllegalStateException("stopped");
        assertThatThrownBy(() -> files.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw reason;
                }))
                .isSameAs(reason);
        assertThat(file).hasContent("old");
        try (Stream<Path> all = Files.list(root)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void theDigestIsThatOfTheFile() throws IOException {
        Path file = root.resolve("a");
        FileDigest digest = files.write(file, Content.of("abc"));
        assertThat(digest)
                .isEqualTo(new FileDigest("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3))
                .isEqualTo(FileDigest.of(file));
    }

    @Test
    void aManifestThatCannotBeReadIsNoDamage() throws IOException {
        StageFolder folder = folder();
        folder.checkpoints().write(1, "key", Map.of("a", Content.of("a")));
        Path checkpoint = folder.path().resolve(VolumeLayout.CHECKPOINTS).resolve("step-00000001");
        Files.delete(checkpoint.resolve(VolumeLayout.MANIFEST));
        Files.createDirectory(checkpoint.resolve(VolumeLayout.MANIFEST));
        assertThatThrownBy(() -> folder.checkpoints().newest())
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(VolumeLayout.MANIFEST + ": cannot read");
        assertThat(checkpoint).isDirectory();
    }

    @Test
    void checkpointsAreFoundAgainWhateverDigitsTheLocaleHas() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            StageFolder folder = folder();
            folder.checkpoints().write(7, "key", Map.of("a", Content.of("a")));
            assertThat(folder.checkpoints().newest()).get().satisfies(found -> assertThat(found.step())
                    .isEqualTo(7));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aLinkIsDeletedAndNotWhatItPointsTo() throws IOException {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Path kept = Files.writeString(elsewhere.resolve("kept"), "");
        Path link = Files.createSymbolicLink(root.resolve(WholeFiles.TEMPORARY + "x"), elsewhere);
        files.removeLeftovers(root);
        assertThat(kept).exists();
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void theNewestCheckpointWinsAndTwoAreKept() {
        StageFolder folder = folder();
        for (long step = 1; step <= 4; step++) {
            checkpoint(folder, step);
        }
        assertThat(folder.checkpoints().newest())
                .map(Checkpoints.Checkpoint::step)
                .hasValue(4L);
        assertThat(names(folder)).containsExactly("step-00000003", "step-00000004");
    }

    @Test
    void aCorruptCheckpointIsSetAsideAndTheOneBeforeIsUsed() throws IOException {
        StageFolder folder = folder();
        checkpoint(folder, 1);
        Checkpoints.Checkpoint newest = checkpoint(folder, 2);
        Files.writeString(newest.file("model"), "weights X");
        Optional<Checkpoints.Checkpoint> used = folder.checkpoints().newest();
        assertThat(used).map(Checkpoints.Checkpoint::step).hasValue(1L);
        assertThat(names(folder)).containsExactly(".corrupt-step-00000002", "step-00000001");
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("step-00000002/model")
                .contains("set aside");
    }

    @Test
    void aTruncatedCheckpointIsCorruptToo() throws IOException {
        StageFolder folder = folder();
        Checkpoints.Checkpoint only = checkpoint(folder, 2);
        Files.writeString(only.file("model"), "weigh");
        assertThat(folder.checkpoints().newest()).isEmpty();
        assertThat(names(folder)).containsExactly(".corrupt-step-00000002");
    }

    @Test
    void aCheckpointWithoutItsManifestWasNeverFinished() throws IOException {
        StageFolder folder = folder();
        checkpoint(folder, 1);
        Files.delete(checkpoint(folder, 2).file(VolumeLayout.MANIFEST));
        assertThat(folder.checkpoints().newest())
                .map(Checkpoints.Checkpoint::step)
                .hasValue(1L);
        assertThat(names(folder)).containsExactly("step-00000001");
        assertThat(lines).isEmpty();
    }

    @Test
    void aManifestThatPointsOutsideIsRefused() throws IOException {
        StageFolder folder = folder();
        folder.write("a", Content.of("a"));
        folder.finish("key", List.of("a"));
        Path manifest = folder.file(VolumeLayout.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest).replace("\"a\"", "\"../../a\""));
        assertThat(folder.read())
                .isInstanceOfSatisfying(Manifest.Damaged.class, damaged -> assertThat(damaged.problem())
                        .contains("outside of the folder"));
    }

    @Test
    void aManifestWithAnUnknownFieldIsRefused() throws IOException {
        StageFolder folder = folder();
        folder.finish("key", List.of());
        Path manifest = folder.file(VolumeLayout.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest).replace("{\"contentKey\"", "{\"x\":1,\"contentKey\""));
        assertThat(folder.read()).isInstanceOf(Manifest.Damaged.class);
    }

    @Test
    void leftoversOfAKilledProcessAreRemoved() throws IOException {
        StageFolder folder = folder();
        Files.writeString(folder.file(".tmp-last.safetensors"), "half");
        folder();
        assertThat(folder.file(".tmp-last.safetensors")).doesNotExist();
    }

    @Test
    void foldersOutsideOfTheRunAreRefused() {
        assertThatThrownBy(() -> StageFolder.open(root, "a/../../b", files, lines::add))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("outside of the run's folder");
    }

    private StageFolder folder() {
        return StageFolder.open(root, "stages/teacher/a/key", files, lines::add);
    }

    private static Checkpoints.Checkpoint checkpoint(StageFolder folder, long step) {
        return folder.checkpoints().write(step, "key", Map.of("model", Content.of("weights " + step)));
    }

    private static List<String> names(StageFolder folder) {
        try (Stream<Path> all = Files.list(folder.file(VolumeLayout.CHECKPOINTS))) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
