package io.mlfd.trainer.cache;

import io.mlfd.trainer.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One file of a cache: consecutive images of one split in one view. Little-endian: a label (int32) for each image, the
 * rows (float32 or float16, all segments one after another), the SHA-256 of everything before it. A shard thus proves itself, also before there is
 * an index.
 *
 * @param number from 0 within the cache
 * @param view from 0
 * @param first the split's image that row 0 belongs to
 * @param rows images
 * @param bytesOfRow of the values of one image
 */
record Shard(int number, Split split, int view, int first, int rows, int bytesOfRow) {
    static final int DIGEST_BYTES = 32;

    /** All shards of a cache; a split starts a new one, and so does each view of it. */
    static List<Shard> all(CacheDescription description) {
        List<Shard> shards = new ArrayList<>();
        for (CacheDescription.SplitRows split : description.splits()) {
            for (int view = 0; view < description.viewCount(); view++) {
                addAll(shards, description, split, view);
            }
        }
        return List.copyOf(shards);
    }

    private static void addAll(
            List<Shard> shards, CacheDescription description, CacheDescription.SplitRows split, int view) {
        int bytesOfRow = description.rowLength() * description.precision().bytes();
        int first = 0;
        while (first < split.images()) {
            int rows = Math.min(description.shardRows(), split.images() - first);
            shards.add(new Shard(shards.size(), split.split(), view, first, rows, bytesOfRow));
            first += rows;
        }
    }

    String fileName() {
        return String.format(Locale.ROOT, "shard-%05d.bin", number);
    }

    long labelBytes() {
        return (long) rows * Integer.BYTES;
    }

    long rowBytes() {
        return (long) rows * bytesOfRow;
    }

    /** Where a row begins in the file, in bytes. */
    long rowStart(int row) {
        return labelBytes() + (long) row * bytesOfRow;
    }

    /** Size of the file. */
    long bytes() {
        return labelBytes() + rowBytes() + DIGEST_BYTES;
    }
}
