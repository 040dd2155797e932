package io.mlfd.trainer.storage;

import io.mlfd.contract.VersionedJson;
import io.mlfd.contract.VolumeLayout;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last file of a complete folder: every other file with its digest. A folder without one is not complete.
 *
 * @param contentKey of what the folder was made from
 * @param files by name, relative to the folder
 */
public record Manifest(int version, String contentKey, SortedMap<String, FileDigest> files) {
    public static final int VERSION = 1;

    private static final StoredJson<Manifest> STORED =
            new StoredJson<>(VersionedJson.of(Manifest.class, VERSION), 1 << 20);

    public Manifest {
        files = new TreeMap<>(files);
    }

    public Manifest(String contentKey, Map<String, FileDigest> files) {
        this(VERSION, contentKey, new TreeMap<>(files));
    }

    /** What became of a folder. */
    public sealed interface Reading {}

    /** There is no manifest: the folder's writer has not finished. */
    public record Incomplete() implements Reading {}

    /** There is one, but it or a file it names is not what was written. {@code problem}: one line, names the file. */
    public record Damaged(String problem) implements Reading {}

    /** Every digest holds. */
    public record Complete(Manifest manifest) implements Reading {}

    /**
     * Reads and checks a folder.
     *
     * @throws StorageException when it cannot be told, because something cannot be read
     */
    public static Reading read(Path folder, StoredFiles files) {
        Path file = folder.resolve(VolumeLayout.MANIFEST);
        Optional<BasicFileAttributes> found = files.find(file);
        if (found.isEmpty()) {
            return new Incomplete();
        }
        VersionedJson.Reading<Manifest> reading = STORED.read(files, file);
        Optional<Manifest> manifest = reading.exact();
        if (manifest.isEmpty()) {
            return new Damaged(file + ": " + reading.problem());
        }
        return manifest.get()
                .firstProblem(folder, files)
                .<Reading>map(Damaged::new)
                .orElseGet(() -> new Complete(manifest.get()));
    }

    /** What a folder was made from, by its manifest alone: the files are not looked at. Empty where that says nothing. */
    static Optional<String> contentKey(Path folder, StoredFiles files) {
        Path file = folder.resolve(VolumeLayout.MANIFEST);
        return files.exists(file) ? STORED.read(files, file).exact().map(Manifest::contentKey) : Optional.empty();
    }

    private Optional<String> firstProblem(Path folder, StoredFiles files) {
        for (Map.Entry<String, FileDigest> entry : this.files.entrySet()) {
            Path file = folder.resolve(entry.getKey()).normalize();
            if (!file.startsWith(folder.normalize())) {
                return Optional.of(folder.resolve(VolumeLayout.MANIFEST) + ": names " + entry.getKey()
                        + ", which is outside of the folder");
            }
            Optional<BasicFileAttributes> found = files.find(file).filter(BasicFileAttributes::isRegularFile);
            if (found.isEmpty()) {
                return Optional.of(file + ": missing");
            }
            if (found.get().size() != entry.getValue().bytes()
                    || !files.digest(file).equals(entry.getValue())) {
                return Optional.of(file + ": is not what was written, its digest differs");
            }
        }
        return Optional.empty();
    }
}
