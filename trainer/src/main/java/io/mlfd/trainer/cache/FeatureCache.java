package io.mlfd.trainer.cache;

import io.mlfd.trainer.data.Split;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A finished cache: rows of one data set by (split, image). Memory-mapped, so the heap holds none of it. Safe for use by
 * several threads.
 */
public final class FeatureCache {
    private final CacheDescription description;
    private final Map<Split, List<ShardFile>> shards = new EnumMap<>(Split.class);
    private final int[] offsets;

    FeatureCache(CacheDescription description, List<ShardFile> files) {
        this.description = description;
        for (ShardFile file : files) {
            shards.computeIfAbsent(file.shard().split(), split -> new ArrayList<>())
                    .add(file);
        }
        offsets = new int[description.segments().size()];
        for (int s = 1; s < offsets.length; s++) {
            offsets[s] = offsets[s - 1] + description.segments().get(s - 1).length();
        }
    }

    public CacheDescription description() {
        return description;
    }

    /**
     * Copies one segment of one image.
     *
     * @param segment its position in the description
     * @param position where in {@code target} its first value goes
     * @throws IndexOutOfBoundsException when the split has no such image
     */
    public void read(Split split, int image, int segment, FloatBuffer target, int position) {
        List<ShardFile> files = shards.getOrDefault(split, List.of());
        // Every shard of a split but the last has as many rows as the description says.
        ShardFile file = files.get(image / description.shardRows());
        int row = image - file.shard().first();
        if (row < 0 || row >= file.shard().rows()) {
            throw new IndexOutOfBoundsException(split.label() + " has no image " + image);
        }
        file.read(row, offsets[segment], description.segments().get(segment).length(), target, position);
    }
}
