package io.mlfd.trainer.cache;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ContractJson.ContractException;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

    CacheIndex {
        digests = List.copyOf(digests);
    }

    /** The index of a folder, where there is one that describes {@code expected}. */
    static Optional<CacheIndex> read(Path folder, CacheDescription expected, int shards) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return Optional.empty();
            }
            CacheIndex index = new ContractJson().read(Files.readString(file), CacheIndex.class);
            return Optional.of(index)
                    .filter(found -> found.description().equals(expected)
                            && found.digests().size() == shards);
        } catch (ContractException | CharacterCodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StorageException.of("cannot read", file, e);
        }
    }

    /** Replaces the index of a folder. */
    void write(Path folder, WholeFiles files) {
        files.write(folder.resolve(FILE), WholeFiles.Content.of(new ContractJson().write(this) + "\n"));
    }
}
