package io.mlfd.trainer.storage;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VolumeLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A stage's folder, for its one writer. {@link VolumeLayout#MANIFEST} is written last and says that the stage is finished.
 */
public final class StageFolder {
    private final Path path;
    private final WholeFiles files;
    private final Checkpoints checkpoints;

    private StageFolder(Path path, WholeFiles files, Consumer<String> console) {
        this.path = path;
        this.files = files;
        this.checkpoints = new Checkpoints(path.resolve(VolumeLayout.CHECKPOINTS), files, console);
    }

    /**
     * Makes the folder where it is missing and removes what a killed process left half written.
     *
     * @param root the run's folder, which nothing is written outside of
     * @param relative as {@link VolumeLayout#stageFolder} says
     * @param console is told of files that are set aside
     * @throws StorageException when the folder cannot be made or leads out of the run's folder
     */
    public static StageFolder open(Path root, String relative, WholeFiles files, Consumer<String> console) {
        Path path = inside(root, relative);
        files.createFolders(path);
        requireReallyInside(root, path, files.stored().disk());
        files.removeLeftovers(path);
        return new StageFolder(path, files, console);
    }

    /**
     * The path below a root.
     *
     * @throws StorageException when it leads out of it
     */
    public static Path inside(Path root, String relative) {
        Path path = root.resolve(relative).normalize();
        if (!path.startsWith(root.normalize()) || path.equals(root.normalize())) {
            throw new StorageException(path + ": is outside of the run's folder " + root);
        }
        return path;
    }

    private static void requireReallyInside(Path root, Path path, Disk disk) {
        try {
            if (!disk.real(path).startsWith(disk.real(root))) {
                throw new StorageException(path + ": a link leads out of the run's folder " + root);
            }
        } catch (IOException e) {
            throw StorageException.of("cannot read", path, e);
        }
    }

    public Path path() {
        return path;
    }

    /** A file right in this folder. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** Writes or replaces a file right in this folder. */
    public FileDigest write(String name, WholeFiles.Content content) {
        return files.write(file(name), content);
    }

    /** What writes this folder's files, for a stage that also writes elsewhere in the run's folder. */
    public WholeFiles files() {
        return files;
    }

    /** What reads this folder's files, and all others of the run. */
    public StoredFiles stored() {
        return files.stored();
    }

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Whether the stage is finished, and whether what it left is still what it wrote. */
    public Manifest.Reading read() {
        return Manifest.read(path, files.stored());
    }

    /** The content key of what the stage has made so far, by its manifests alone; empty where it has made nothing. */
    public Optional<String> madeFrom() {
        return Manifest.contentKey(path, files.stored()).or(checkpoints::contentKey);
    }

    /** Declares the stage unfinished again, keeping everything else: its checkpoints can make the files anew. */
    public void reopen() {
        files.delete(file(VolumeLayout.MANIFEST));
    }

    /** Declares the stage finished with these files, in this folder. */
    public Manifest finish(String contentKey, Iterable<String> names) {
        SortedMap<String, FileDigest> digests = new TreeMap<>();
        for (String name : names) {
            digests.put(name, digest(file(name)));
        }
        Manifest manifest = new Manifest(contentKey, digests);
        write(VolumeLayout.MANIFEST, json(manifest));
        return manifest;
    }

    /** A value as the contract's JSON. */
    public static WholeFiles.Content json(Object value) {
        return WholeFiles.Content.of(new ContractJson().write(value));
    }

    private FileDigest digest(Path file) {
        if (!stored().isFile(file)) {
            throw new IllegalStateException(file + " was not written");
        }
        return stored().digest(file);
    }
}
