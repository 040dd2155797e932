package io.mlfd.trainer.stage;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VersionedJson;
import io.mlfd.contract.VersionedJson.Reading;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.data.ChannelStatistics;
import io.mlfd.trainer.data.DataSetContents;
import io.mlfd.trainer.data.FileStamp;
import io.mlfd.trainer.data.ImageDigests;
import io.mlfd.trainer.data.KnownImages;
import io.mlfd.trainer.storage.FileDigest;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.StoredJson;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the stages of a run, or the check before them, found in their data sets, on the run's volume, so that what one has read
 * need not be read by the next, or after a restart, to know that it is the same. What is damaged, or of another release, is told
 * and as good as nothing.
 */
public final class DataRecords {
    private static final StoredJson<DataRecord> STORED =
            new StoredJson<>(VersionedJson.of(DataRecord.class, DataRecord.VERSION), 64 << 20);

    private final Path folder;
    private final WholeFiles files;
    private final Consumer<String> console;

    /** @param console is told of what cannot be used */
    public DataRecords(Path runFolder, WholeFiles files, Consumer<String> console) {
        this.folder = runFolder.resolve(VolumeLayout.RECORDS);
        this.files = files;
        this.console = console;
    }

    /** What was found when the files looked as they do. */
    Optional<DataRecord> find(String dataset, FileStamp stamp) {
        Path file = file(dataset);
        if (!files.stored().isFile(file)) {
            return Optional.empty();
        }
        Reading<DataRecord> reading = STORED.read(files.stored(), file);
        Optional<DataRecord> record = reading.exact();
        if (record.isEmpty()) {
            return readAgain(file, reading.problem());
        }
        return record.get().isWhole()
                ? record.filter(found -> found.stamp().equals(stamp.hexadecimal()))
                : readAgain(file, "is not what was written, its digest differs");
    }

    /** The contents that a record is of, where every byte of them is as it was written. */
    Optional<DataSetContents> contents(String dataset, DataRecord record) {
        Path file = digestsFile(dataset);
        if (!files.stored().isFile(file)) {
            return Optional.empty();
        }
        if (!files.stored().digest(file).sha256().equals(record.digests())) {
            return readAgain(file, "is not what was written, its digest differs");
        }
        try (InputStream in = Channels.newInputStream(files.stored().disk().open(file))) {
            return ImageDigests.read(in)
                    .map(digests -> new DataSetContents(record.fingerprint(), digests, record.skipped()));
        } catch (IOException e) {
            throw StorageException.of("cannot read", file, e);
        }
    }

    /**
     * Keeps what was found.
     *
     * @param stamp how the files looked before they were read
     * @param before what was known already
     * @param size that images were looked at in, height and width in pixels
     * @param statistics of the train images at that size
     */
    void write(
            String dataset,
            FileStamp stamp,
            DataSetContents contents,
            Optional<DataRecord> before,
            int size,
            ChannelStatistics statistics) {
        files.createFolders(folder);
        DataRecord record = before.orElseGet(() -> {
            FileDigest digests = files.writeVolatile(digestsFile(dataset), contents.digests()::writeTo);
            return DataRecord.sealed(
                    stamp.hexadecimal(), contents.fingerprint(), digests.sha256(), contents.skipped(), List.of());
        });
        String json = new ContractJson().write(record.with(size, statistics));
        files.writeVolatile(file(dataset), WholeFiles.Content.of(json + "\n"));
    }

    /**
     * Keeps what was found before any stage, in the place of whatever was known.
     *
     * @param stamp how the files looked before they were read
     * @param size that statistics are of, height and width in pixels
     */
    public void write(String dataset, FileStamp stamp, KnownImages known, int size) {
        known.statistics()
                .ifPresent(statistics -> write(dataset, stamp, known.contents(), Optional.empty(), size, statistics));
    }

    void forget(String dataset) {
        files.delete(file(dataset));
    }

    private <T> Optional<T> readAgain(Path file, String problem) {
        console.accept(file + ": " + problem + "; reading the data set's images again");
        return Optional.empty();
    }

    private Path file(String dataset) {
        return folder.resolve(dataset + ".json");
    }

    private Path digestsFile(String dataset) {
        return folder.resolve(dataset + ".gz");
    }
}
