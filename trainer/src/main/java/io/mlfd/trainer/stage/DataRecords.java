package io.mlfd.trainer.stage;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VersionedJson;
import io.mlfd.trainer.data.ChannelStatistics;
import io.mlfd.trainer.data.DataSetContents;
import io.mlfd.trainer.data.FileStamp;
import io.mlfd.trainer.data.ImageDigests;
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

/**
 * What the stages of a run found in their data sets, on the run's volume, so that what one has read need not be read by the
 * next, or after a restart, to know that it is the same. What is damaged, or of another release, is as good as nothing.
 */
final class DataRecords {
    private static final StoredJson<DataRecord> STORED =
            new StoredJson<>(VersionedJson.of(DataRecord.class, DataRecord.VERSION), 64 << 20);

    private final Path folder;
    private final WholeFiles files;

    DataRecords(Path runFolder, WholeFiles files) {
        this.folder = runFolder.resolve("data");
        this.files = files;
    }

    /** What was found when the files looked as they do. */
    Optional<DataRecord> find(String dataset, FileStamp stamp) {
        Path file = file(dataset);
        if (!files.stored().isFile(file)) {
            return Optional.empty();
        }
        return STORED.read(files.stored(), file).exact().filter(record -> record.stamp()
                .equals(stamp.hexadecimal()));
    }

    /** The contents that a record is of, where every byte of them is as it was written. */
    Optional<DataSetContents> contents(String dataset, DataRecord record) {
        Path file = digestsFile(dataset);
        if (!files.stored().isFile(file)
                || !files.stored().digest(file).sha256().equals(record.digests())) {
            return Optional.empty();
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
            return new DataRecord(
                    DataRecord.VERSION,
                    stamp.hexadecimal(),
                    contents.fingerprint(),
                    digests.sha256(),
                    contents.skipped(),
                    List.of());
        });
        String json = new ContractJson().write(record.with(size, statistics));
        files.writeVolatile(file(dataset), WholeFiles.Content.of(json + "\n"));
    }

    void forget(String dataset) {
        files.delete(file(dataset));
    }

    private Path file(String dataset) {
        return folder.resolve(dataset + ".json");
    }

    private Path digestsFile(String dataset) {
        return folder.resolve(dataset + ".gz");
    }
}
