package io.mlfd.trainer.storage;

import java.nio.file.Path;

/** A stage's folder. */
public final class StageFolder {
    private final Path path;

    public StageFolder(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }
}
