package io.mlfd.trainer.cache;

import io.mlfd.trainer.data.Split;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A finished cache: rows of one data set by (split, view, image). Read from its files row by row, so that memory holds none of it
 * but what the system likes to keep. Safe for use by several threads.
 */
public final class FeatureCache implements AutoCloseable {
    private final CacheDescription description;
    /** By split, then by view. */
    private final Map<Split, List<List<Stored>>> shards = new EnumMap<>(Split.class);

    private final OpenShards open = new OpenShards();

    private record Stored(Path path, Shard shard) {}

    /** @param all of the description, in order, and whole in the folder */
    FeatureCache(Path folder, CacheDescription description, List<Shard> all) {
        this.description = description;
        for (Shard shard : all) {
            List<List<Stored>> views = shards.computeIfAbsent(shard.split(), split -> new ArrayList<>());
            if (views.size() == shard.view()) {
                views.add(new ArrayList<>());
            }
            views.get(shard.view()).add(new Stored(folder.resolve(shard.fileName()), shard));
        }
    }

    public CacheDescription description() {
        return description;
    }

    /**
     * Reads the row of one image, all segments one after another, in the description's precision and little-endian order.
     *
     * @param view from 0
     * @param target with room for {@link CacheDescription#rowLength()} values, and filled up
     * @throws IndexOutOfBoundsException when the split has no such image, or the image no such view
     * @throws io.mlfd.trainer.storage.StorageException when its file cannot be read any more
     * @throws IllegalStateException when the cache is closed
     */
    public void read(Split split, int view, int image, ByteBuffer target) {
        List<Stored> all = shards.getOrDefault(split, List.of()).get(view);
        // Every shard of a split but the last has as many rows as the description says.
        Stored stored = all.get(image / description.shardRows());
        int row = image - stored.shard.first();
        if (row < 0 || row >= stored.shard.rows()) {
            throw new IndexOutOfBoundsException(split.label() + " has no image " + image);
        }
        open.read(stored.path, stored.shard.rowStart(row), target);
    }

    /** Afterwards nothing can be read. */
    @Override
    public void close() {
        open.close();
    }
}
