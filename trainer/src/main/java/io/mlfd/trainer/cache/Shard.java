package io.mlfd.trainer.cache;

import io.mlfd.trainer.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One file of a cache: consecutive images of one split. Little-endian: a label (int32) for each image, the rows (float32,
 * all segments one after another), the SHA-256 of everything before it. A shard thus proves itself, also before there is
 * an index.
 *
 * @param number from 0 within the cache
 * @param first the split's image that row 0 belongs to
 * @param rows images
 * @param rowLength values of one image
 */
record Shard(int number, Split split, int first, int rows, int rowLength) {
    static final int DIGEST_BYTES = 32;

    /** All shards of a cache; a split starts a new one. */
    static List<Shard> all(CacheDescription description) {
        int rowLength = description.rowLength();
        List<Shard> shards = new ArrayList<>();
        for (CacheDescription.SplitRows split : description.splits()) {
            int first = 0;
            while (first < split.images()) {
                int rows = Math.min(description.shardRows(), split.images() - first);
                shards.add(new Shard(shards.size(), split.split(), first, rows, rowLength));
                first += rows;
            }
        }
        return List.copyOf(shards);
    }

    String fileName() {
        return String.format(Locale.ROOT, "shard-%05d.bin", number);
    }

    long labelBytes() {
        return (long) rows * Integer.BYTES;
    }

    long rowBytes() {
        return (long) rows * rowLength * Float.BYTES;
    }

    /** Where a row begins in the file, in bytes. */
    long rowStart(int row) {
        return labelBytes() + (long) row * rowLength * Float.BYTES;
    }

    /** Size of the file. */
    long bytes() {
        return labelBytes() + rowBytes() + DIGEST_BYTES;
    }
}
