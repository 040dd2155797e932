package io.mlfd.trainer.cache;

import io.mlfd.contract.ContractJson;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.storage.StoredFiles;
import io.mlfd.trainer.stored.StoredFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The index of a feature cache. */
public final class StoredIndex implements StoredFormat {
    @Override
    public String file() {
        return "cache/" + CacheIndex.FILE;
    }

    @Override
    public String written() {
        CacheDescription description = CacheDescription.of(
                1,
                0,
                "c0".repeat(32),
                List.of(new CacheDescription.FrozenNetwork("coins", "ab".repeat(32))),
                List.of(new Segment("last/coins", List.of(64, 8, 8)), new Segment("embedding/coins", List.of(64))),
                List.of(
                        new CacheDescription.SplitRows(Split.TRAIN, 40),
                        new CacheDescription.SplitRows(Split.TEST, 20)),
                1 << 20);
        return new ContractJson().write(new CacheIndex(description, List.of("12".repeat(32), "34".repeat(32))));
    }

    @Override
    public Optional<String> refusal(Path file) {
        return Optional.of(CacheIndex.STORED.read(StoredFiles.local(), file).problem())
                .filter(problem -> !problem.isEmpty());
    }
}
