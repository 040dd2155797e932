package io.mlfd.trainer.local;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ContractJson.ContractException;
import io.mlfd.contract.ControlCharacters;
import io.mlfd.contract.ExitCode;
import io.mlfd.contract.Progress;
import io.mlfd.contract.VersionedJson;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.plan.Stage;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.StoredJson;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The folder of a run: the volume's layout, and beside it the runner's record, its locks and the stages' output. */
public final class RunFolder {
    static final String RECORD = "run.json";
    static final String LOCK = "run.lock";
    static final String LOGS = "logs";
    static final String LOCKS = "locks";
    private static final String STAGES = "stages";

    /** Everything that a run leaves; nothing else is ever removed. */
    private static final List<String> OWN = List.of(
            RECORD,
            WholeFiles.TEMPORARY + RECORD,
            LOCK,
            LOGS,
            LOCKS,
            CheckedData.LIST,
            CheckedData.RECORD,
            STAGES,
            "cache",
            VolumeLayout.RECORDS,
            "report");

    private static final StoredJson<RunRecord> RECORDS =
            new StoredJson<>(VersionedJson.withResource(RunRecord.class, RunRecord.VERSION), 64L << 20);
    private static final int TAIL_BYTES = 8192;

    private final Path path;
    private final WholeFiles files;
    private final ContractJson json = new ContractJson();

    public RunFolder(Path path, WholeFiles files) {
        this.path = path.toAbsolutePath().normalize();
        this.files = files;
    }

    public Path path() {
        return path;
    }

    WholeFiles files() {
        return files;
    }

    /**
     * Makes the folder where there is none.
     *
     * @throws LocalRunException when it holds other things than a run
     * @throws StorageException when it cannot be made or written
     */
    public void prepare() {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new LocalRunException(
                    ExitCode.STORAGE, path + ": is a file; name another folder for the run with --out");
        }
        files.createFolders(path);
        if (!Files.isWritable(path)) {
            throw new LocalRunException(
                    ExitCode.STORAGE, path + ": cannot be written; name another folder for the run with --out");
        }
        List<String> names = files.stored().list(path).stream()
                .map(entry -> entry.getFileName().toString())
                .toList();
        // Only these two are a run's alone: many a folder that is none has a "report" or "logs" in it.
        if (!names.isEmpty() && !names.contains(RECORD) && !names.contains(LOCK)) {
            throw new LocalRunException(
                    ExitCode.STORAGE,
                    path + ": holds other files (" + names.get(0)
                            + ", …) and no run; name an empty or new folder with --out");
        }
    }

    /** Removes everything that a run left, and nothing else. Only for the holder of the lock. */
    void removeRun() {
        for (String name : OWN) {
            if (!name.equals(LOCK)) {
                removeTree(path.resolve(name));
            }
        }
    }

    /** Removes a file or a folder with all that is in it, where there is one. */
    void removeTree(Path tree) {
        if (!Files.exists(tree, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw StorageException.of("cannot remove", tree, e);
        }
    }

    /**
     * The record of the last call, for who writes it anew; empty for a new folder.
     *
     * @throws LocalRunException when another release wrote it, or it is damaged
     */
    Optional<RunRecord> record() {
        // What a later release added would be lost.
        return reading().map(reading -> reading.exact()
                .map(this::whole)
                .orElseThrow(() -> new LocalRunException(
                        ExitCode.BAD_INPUT,
                        reading.fold(
                                known -> ofAnotherRelease(known.problem()),
                                other -> ofAnotherRelease(other.problem()),
                                damaged -> damaged(damaged.problem())))));
    }

    /**
     * The same for who only reads it.
     *
     * @param console is told of fields that a later release wrote and that are passed over
     * @throws LocalRunException when it is of another version, or damaged
     */
    Optional<RunRecord> record(Consumer<String> console) {
        Path file = path.resolve(RECORD);
        return reading()
                .map(reading -> reading.fold(
                        known -> {
                            if (!known.unknown().isEmpty()) {
                                // The seal is of those fields too.
                                console.accept(file + ": " + known.problem());
                                return known.value();
                            }
                            return whole(known.value());
                        },
                        other -> {
                            throw new LocalRunException(
                                    ExitCode.BAD_INPUT,
                                    file + ": " + other.problem() + "; use the release that wrote it");
                        },
                        damaged -> {
                            throw new LocalRunException(ExitCode.BAD_INPUT, damaged(damaged.problem()));
                        }));
    }

    private RunRecord whole(RunRecord record) {
        if (!RunRecord.isWhole(text())) {
            throw new LocalRunException(ExitCode.BAD_INPUT, damaged("it is not what was written, its digest differs"));
        }
        return record;
    }

    private String text() {
        Path file = path.resolve(RECORD);
        try {
            return files.stored().text(file);
        } catch (CharacterCodingException e) {
            throw StorageException.of("cannot read", file, e);
        }
    }

    private Optional<VersionedJson.Reading<RunRecord>> reading() {
        Path file = path.resolve(RECORD);
        return files.stored().exists(file) ? Optional.of(RECORDS.read(files.stored(), file)) : Optional.empty();
    }

    private String ofAnotherRelease(String why) {
        return path.resolve(RECORD) + ": " + why
                + "; go on with the release that wrote it, or use --out DIR for a folder of its own";
    }

    /** What is said of a record that cannot be used. */
    String damaged(String why) {
        return path.resolve(RECORD) + ": is damaged (" + why
                + "); remove it and call mlfd run, finished stages are found by their own files";
    }

    void write(RunRecord record) {
        files.write(path.resolve(RECORD), WholeFiles.Content.of(json.write(record) + "\n"));
    }

    /** What the folders of all stages lie in. */
    Path stages() {
        return path.resolve(STAGES);
    }

    /** The folder of a stage. */
    Path stageFolder(Stage stage) {
        return path.resolve(VolumeLayout.stageFolder(stage.name(), stage.planKey()));
    }

    /** Whether a stage has left a result, whole or not. */
    boolean hasResult(Stage stage) {
        return files.stored().exists(stageFolder(stage).resolve(VolumeLayout.RESULT));
    }

    /** How far a stage is, as far as it says. */
    Optional<Progress> progress(Stage stage) {
        try {
            return Optional.of(
                    json.read(Files.readString(stageFolder(stage).resolve(VolumeLayout.PROGRESS)), Progress.class));
        } catch (IOException | ContractException e) {
            // Only for people to look at: a stage that has not begun has none.
            return Optional.empty();
        }
    }

    /** When a stage last said how far it is; empty before it did. */
    Optional<FileTime> progressAt(Stage stage) {
        try {
            return Optional.of(Files.getLastModifiedTime(stageFolder(stage).resolve(VolumeLayout.PROGRESS)));
        } catch (IOException e) {
            // As above.
            return Optional.empty();
        }
    }

    /** Output of an attempt. */
    Path logFile(String stage, int attempt) {
        return path.resolve(LOGS).resolve(flat(stage) + "-" + attempt + ".log");
    }

    /** Last words of an attempt. */
    Path reportFile(String stage, int attempt) {
        return path.resolve(LOGS).resolve(flat(stage) + "-" + attempt + ".report.json");
    }

    /** What the process of a stage locks as long as it lives. */
    static Path stageLockFile(Path run, String stage) {
        return run.resolve(LOCKS).resolve(flat(stage) + ".lock");
    }

    private static String flat(String stage) {
        return stage.replace('/', '-');
    }

    /** Makes room for an attempt's output; a report that a process of the same attempt left earlier would be taken for its own. */
    void prepareLogs(Path report) {
        files.createFolders(path.resolve(LOGS));
        files.delete(report);
    }

    /** The last lines of an attempt's output that are not blank, at most {@code lines}. */
    List<String> logTail(String stage, int attempt, int lines) {
        try (RandomAccessFile file =
                new RandomAccessFile(logFile(stage, attempt).toFile(), "r")) {
            long start = Math.max(0, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            List<String> all = Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\\R"))
                    .filter(line -> !line.isBlank())
                    .map(ControlCharacters::escaped)
                    .toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            // It is quoted for convenience; its path is named beside it.
            return List.of();
        }
    }
}
