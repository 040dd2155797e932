package io.mlfd.trainer.cache;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.VersionedJson;
import io.mlfd.contract.VersionedJson.Reading;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.StoredJson;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code index.json}, written when every shard is there.
 *
 * @param description what stands in the cache
 * @param digests SHA-256 of each shard in order, hexadecimal
 */
record CacheIndex(CacheDescription description, List<String> digests) {
    static final String FILE = "index.json";
    /** A hundred thousand shards; more than that is no index of ours. */
    private static final long MAX_BYTES = 16 << 20;

    static final StoredJson<CacheIndex> STORED = new StoredJson<>(
            VersionedJson.of(CacheIndex.class, "/description/format", CacheDescription.FORMAT), MAX_BYTES);

    CacheIndex {
        digests = List.copyOf(digests);
    }

    /**
     * The index of a folder, where there is one that describes {@code expected}.
     *
     * @param messages is told of one that cannot be used
     */
    static Optional<CacheIndex> read(
            StoredFiles files, Path folder, CacheDescription expected, int shards, Consumer<String> messages) {
        Path file = folder.resolve(FILE);
        if (!files.isFile(file)) {
            return Optional.empty();
        }
        Reading<CacheIndex> reading = STORED.read(files, file);
        Optional<CacheIndex> usable = reading.exact()
                .filter(found ->
                        found.description().equals(expected) && found.digests().size() == shards);
        if (usable.isEmpty()) {
            String problem =
                    reading.exact().isEmpty() ? reading.problem() : "describes another cache than its folder's";
            messages.accept("cache " + file + ": " + problem + "; writing it again");
        }
        return usable;
    }

    /** Replaces the index of a folder. */
    void write(Path folder, WholeFiles files) {
        files.write(folder.resolve(FILE), WholeFiles.Content.of(new ContractJson().write(this) + "\n"));
    }
}
