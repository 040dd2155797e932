package io.mlfd.trainer.cache;

import io.mlfd.contract.ContractJson;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.storage.FileDigest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Everything that decides what stands in a cache, so that a cache with the same key can be used unread.
 *
 * @param format of the shards, {@link #FORMAT}
 * @param numerics raised by the program whenever the same networks give other numbers
 * @param seed of the stages that use it: those of another seed may be at work at the same time, and one folder has one
 *     builder
 * @param data fingerprint of the data set
 * @param networks whose outputs are kept, in the order that the segments were made from
 * @param segments what is kept of each image, in order
 * @param splits which images
 * @param shardRows images in a shard, the last of a split excepted
 */
public record CacheDescription(
        int format,
        int numerics,
        long seed,
        String data,
        List<FrozenNetwork> networks,
        List<Segment> segments,
        List<SplitRows> splits,
        int shardRows) {
    /** Raised when shards are laid out differently. */
    public static final int FORMAT = 1;

    private static final int KEY_LENGTH = 32;

    /**
     * A network that does not change any more.
     *
     * @param name unique in a cache
     * @param digest SHA-256 of its weights, hexadecimal
     */
    public record FrozenNetwork(String name, String digest) {}

    /** All images of a split, in the data set's order. */
    public record SplitRows(Split split, int images) {
        public SplitRows {
            if (images < 0) {
                throw new IllegalArgumentException(split.label() + ": " + images + " images");
            }
        }
    }

    public CacheDescription {
        networks = List.copyOf(networks);
        segments = List.copyOf(segments);
        splits = List.copyOf(splits);
        Set<String> names = new HashSet<>();
        segments.forEach(segment -> requireNew(names, segment.name()));
        Set<Split> seen = new HashSet<>();
        splits.forEach(rows -> requireNew(seen, rows.split()));
        if (segments.isEmpty() || splits.isEmpty() || shardRows < 1) {
            throw new IllegalArgumentException("a cache needs a segment, a split and at least one row in a shard");
        }
        long values = segments.stream().mapToLong(Segment::length).sum();
        if (shardRows * (values + 1) * Float.BYTES + Shard.DIGEST_BYTES > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a shard of " + shardRows + " images of " + values
                    + " values cannot be mapped, it is larger than " + Integer.MAX_VALUE + " bytes");
        }
    }

    /** A description in this program's format with shards of at most {@code shardBytes}, or of one image where that is more. */
    public static CacheDescription of(
            int numerics,
            long seed,
            String data,
            List<FrozenNetwork> networks,
            List<Segment> segments,
            List<SplitRows> splits,
            long shardBytes) {
        long perImage =
                Integer.BYTES + segments.stream().mapToLong(Segment::length).sum() * Float.BYTES;
        long rows = Math.max(1, (shardBytes - Shard.DIGEST_BYTES) / perImage);
        return new CacheDescription(
                FORMAT, numerics, seed, data, networks, segments, splits, (int) Math.min(rows, Integer.MAX_VALUE));
    }

    /** Names the cache's folder. */
    public String key() {
        byte[] text = new ContractJson().write(this).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(FileDigest.newSha256().digest(text)).substring(0, KEY_LENGTH);
    }

    /** Values of one image, all segments together. */
    public int rowLength() {
        return Math.toIntExact(segments.stream().mapToLong(Segment::length).sum());
    }

    /** Size of all shards, in bytes. */
    public long bytes() {
        return Shard.all(this).stream().mapToLong(Shard::bytes).sum();
    }

    private static <T> void requireNew(Set<T> seen, T value) {
        if (!seen.add(value)) {
            throw new IllegalArgumentException(value + " is kept twice in one cache");
        }
    }
}
