package io.mlfd.trainer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may pass by itself is never taken for damage, and never for something that is not there. */
class ReadFailureTest {
    @TempDir
    Path root;

    private final List<String> lines = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"Input/output error", "Stale file handle", "Connection timed out", "Host is down"})
    void whatTheStorageDoesMayPass(String reason) {
        assertThat(ReadFailure.of(new FileSystemException("/v/f", null, reason)))
                .isEqualTo(ReadFailure.PASSING);
        assertThat(ReadFailure.of(new IOException(reason))).isEqualTo(ReadFailure.PASSING);
    }

    @Test
    void whatIsNotThereOrMayNotBeReadStaysSo() throws IOException {
        assertThat(ReadFailure.of(new AccessDeniedException("/v/f"))).isEqualTo(ReadFailure.FORBIDDEN);
        Path file = Files.createFile(root.resolve("file"));
        Path loop = Files.createSymbolicLink(root.resolve("loop"), root.resolve("loop"));
        for (Path nothing : List.of(root.resolve("none"), file.resolve("below"), loop, root.resolve("n".repeat(300)))) {
            assertThat(failure(nothing)).as("%s", nothing).isEqualTo(ReadFailure.MISSING);
            assertThat(StoredFiles.local().exists(nothing)).isFalse();
        }
    }

    private static ReadFailure failure(Path path) {
        try {
            Disk.local().attributes(path);
            throw new AssertionError(path + " is there");
        } catch (IOException e) {
            return ReadFailure.of(e);
        }
    }

    @Test
    void aVolumeThatDoesNotAnswerCostsNoCheckpoint() throws IOException {
        StageFolder whole = open(Disk.local());
        write(whole, 1);
        write(whole, 2);
        boolean answered = false;
        for (int operation = 1; !answered; operation++) {
            int first = operation;
            FaultyDisk disk = FaultyDisk.failingAt(first);
            try {
                StageFolder folder = open(disk);
                assertThat(folder.checkpoints().newest().map(Checkpoints.Checkpoint::step))
                        .as("operation %s failed", operation)
                        .contains(2L);
                answered = disk.reads() < operation;
                assertThat(answered)
                        .as("operation %s failed and nobody noticed", operation)
                        .isTrue();
            } catch (StorageException e) {
                assertThat(e).hasMessageContaining("Input/output error").hasMessageContaining(root.toString());
            }
            assertThat(names(whole))
                    .as("operation %s failed", operation)
                    .containsExactly("step-00000001", "step-00000002");
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void aManifestThatCannotBeLookedForIsNotMissing() {
        StageFolder folder = open(Disk.local());
        folder.write("a", WholeFiles.Content.of("a"));
        folder.finish("content", List.of("a"));
        StoredFiles away = new StoredFiles(new FaultyDisk((number, path) -> {
            throw new FileSystemException(path.toString(), null, "Stale file handle");
        }));
        assertThatThrownBy(() -> Manifest.read(folder.path(), away))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("manifest.json")
                .hasMessageContaining("Stale file handle");
        assertThat(Manifest.read(folder.path(), StoredFiles.local())).isInstanceOf(Manifest.Complete.class);
    }

    private StageFolder open(Disk disk) {
        return StageFolder.open(root, "stages/teacher/a/key", new WholeFiles(disk), lines::add);
    }

    private static void write(StageFolder folder, long step) {
        folder.checkpoints().write(step, "content", Map.of("model", WholeFiles.Content.of("model " + step)));
    }

    private static List<String> names(StageFolder folder) throws IOException {
        try (Stream<Path> all = Files.list(folder.file("checkpoints"))) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
