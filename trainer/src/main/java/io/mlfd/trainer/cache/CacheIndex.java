package io.mlfd.trainer.cache;

import io.mlfd.contract.ContractJson;
import io.mlfd.contract.ContractJson.ContractException;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
    static Optional<CacheIndex> read(StoredFiles files, Path folder, CacheDescription expected, int shards) {
        Path file = folder.resolve(FILE);
        Optional<BasicFileAttributes> found = files.find(file)
                .filter(BasicFileAttributes::isRegularFile)
                .filter(attributes -> attributes.size() <= MAX_BYTES);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            CacheIndex index = new ContractJson().read(files.text(file), CacheIndex.class);
            return Optional.of(index)
                    .filter(read -> read.description().equals(expected)
                            && read.digests().size() == shards);
        } catch (ContractException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Replaces the index of a folder. */
    void write(Path folder, WholeFiles files) {
        files.write(folder.resolve(FILE), WholeFiles.Content.of(new ContractJson().write(this) + "\n"));
    }
}
