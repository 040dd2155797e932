package io.mlfd.trainer.storage;

import io.mlfd.contract.StageReport;
import io.mlfd.contract.VolumeLayout;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stage's checkpoints: a folder a step, complete when its manifest is there. The two newest are kept, so that one which
 * turns out to be damaged costs the steps since the one before.
 */
public final class Checkpoints {
    /** What the name of a checkpoint that failed its digests begins with. */
    public static final String CORRUPT = ".corrupt-";

    private static final int KEPT = 2;
    private static final Pattern NAME = Pattern.compile("step-(\\d{8,18})");

    private final Path folder;
    private final WholeFiles files;
    private final Consumer<String> console;
    private Optional<Checkpoint> known = Optional.empty();

    /** A complete checkpoint. */
    public record Checkpoint(long step, Path folder, Manifest manifest) {
        public Path file(String name) {
            return folder.resolve(name);
        }

        /** What a report says of it; the digest is empty where it holds no model. */
        public StageReport.Checkpoint reported() {
            String digest = Optional.ofNullable(manifest.files().get(VolumeLayout.MODEL))
                    .map(FileDigest::sha256)
                    .orElse("");
            return new StageReport.Checkpoint(step, digest);
        }
    }

    private record Candidate(long step, Path folder) {}

    /** @param console is told of what is set aside */
    Checkpoints(Path folder, WholeFiles files, Consumer<String> console) {
        this.folder = folder;
        this.files = files;
        this.console = console;
    }

    /**
     * The newest checkpoint whose digests hold. Newer ones that fail are set aside under another name; what a killed process
     * left half written is deleted.
     */
    public Optional<Checkpoint> newest() {
        for (Candidate candidate : candidates()) {
            Manifest.Reading reading = Manifest.read(candidate.folder(), files.stored());
            if (reading instanceof Manifest.Complete complete) {
                known = Optional.of(new Checkpoint(candidate.step(), candidate.folder(), complete.manifest()));
                return known;
            }
            if (reading instanceof Manifest.Damaged damaged) {
                setAside(candidate.folder(), damaged.problem());
            } else {
                files.delete(candidate.folder());
            }
        }
        return Optional.empty();
    }

    /**
     * The newest that was written or found whole by way of this object. Costs nothing: it can be asked for where there is no
     * time to read a checkpoint again.
     */
    public Optional<Checkpoint> known() {
        return known;
    }

    /** Whether there is anything to go on from, be it damaged. */
    public boolean any() {
        return !candidates().isEmpty();
    }

    /** What the newest was made from, as far as its manifest can be read; the checkpoint itself is not. */
    Optional<String> contentKey() {
        return candidates().stream()
                .flatMap(candidate -> Manifest.contentKey(candidate.folder(), files.stored()).stream())
                .findFirst();
    }

    /** Sets a checkpoint aside whose digests hold but whose content cannot be used. */
    public void reject(Checkpoint checkpoint, String problem) {
        known = Optional.empty();
        setAside(checkpoint.folder(), problem);
    }

    /** Writes a checkpoint and then deletes all but the two newest. */
    public Checkpoint write(long step, String contentKey, Map<String, WholeFiles.Content> contents) {
        files.createFolders(folder);
        Path checkpoint = folder.resolve(String.format(Locale.ROOT, "step-%08d", step));
        if (files.stored().exists(checkpoint)) {
            files.delete(checkpoint);
        }
        files.createFolders(checkpoint);
        SortedMap<String, FileDigest> digests = new TreeMap<>();
        contents.forEach((name, content) -> digests.put(name, files.write(checkpoint.resolve(name), content)));
        Manifest manifest = new Manifest(contentKey, digests);
        files.write(checkpoint.resolve(VolumeLayout.MANIFEST), StageFolder.json(manifest));
        Checkpoint written = new Checkpoint(step, checkpoint, manifest);
        known = Optional.of(written);
        candidates().stream().skip(KEPT).forEach(old -> files.delete(old.folder()));
        return written;
    }

    private void setAside(Path checkpoint, String problem) {
        Path aside = checkpoint.resolveSibling(CORRUPT + checkpoint.getFileName());
        if (files.stored().exists(aside)) {
            files.delete(aside);
        }
        files.rename(checkpoint, aside);
        console.accept(problem + "; set aside as " + aside.getFileName() + ", the checkpoint before it is used");
    }

    /** Folders named as checkpoints, the newest first. */
    private List<Candidate> candidates() {
        if (!files.stored().isFolder(folder)) {
            return List.of();
        }
        return files.stored().list(folder).stream()
                .flatMap(path -> candidate(path).stream())
                .sorted(Comparator.comparingLong(Candidate::step).reversed())
                .toList();
    }

    private static Optional<Candidate> candidate(Path path) {
        Matcher matcher = NAME.matcher(path.getFileName().toString());
        return matcher.matches()
                ? Optional.of(new Candidate(Long.parseLong(matcher.group(1)), path))
                : Optional.empty();
    }
}
