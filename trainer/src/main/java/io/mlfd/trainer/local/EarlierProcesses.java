package io.mlfd.trainer.local;

import io.mlfd.trainer.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What an earlier call left behind when it was killed ends by itself; until then its stage's folder has a writer. */
final class EarlierProcesses {
    private final Path folderOfLocks;
    private final FileLocks locks;
    private final StopRequests stops;
    private final Pause pause;

    EarlierProcesses(Path folderOfLocks, FileLocks locks, StopRequests stops, Pause pause) {
        this.folderOfLocks = folderOfLocks;
        this.locks = locks;
        this.stops = stops;
        this.pause = pause;
    }

    /** Returns when none is left, or a stop was asked for. */
    void await(Consumer<String> lines) {
        if (!Files.isDirectory(folderOfLocks)) {
            return;
        }
        try (Stream<Path> files = Files.list(folderOfLocks)) {
            files.sorted().forEach(file -> awaitRelease(file, lines));
        } catch (IOException e) {
            throw StorageException.of("cannot read", folderOfLocks, e);
        }
    }

    private void awaitRelease(Path file, Consumer<String> lines) {
        boolean told = false;
        while (stops.count() == 0) {
            Optional<FileLocks.Held> free = locks.probe(file);
            if (free.isPresent()) {
                free.get().close();
                return;
            }
            if (!told) {
                lines.accept("waiting  for " + FileLocks.holder(file) + " of an earlier call to stop ("
                        + file.getFileName() + ")");
                told = true;
            }
            pause.pause(LocalRunner.LOOK);
        }
    }
}
