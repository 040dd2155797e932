package io.mlfd.trainer.cache;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mlfd.contract.ContractJson;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.storage.FileDigest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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
 * @param views how images look; empty for images as they are
 * @param rounded what values are kept as; empty for float32, as they were computed
 */
public record CacheDescription(
        int format,
        int numerics,
        long seed,
        String data,
        List<FrozenNetwork> networks,
        List<Segment> segments,
        List<SplitRows> splits,
        int shardRows,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<AugmentedViews> views,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Precision> rounded) {
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

    /**
     * Every image in several views, each with a row of its own.
     *
     * @param count of the views
     * @param changes tells what is done to images, and what is drawn for it, from anything else that might be
     */
    public record AugmentedViews(int count, String changes) {
        public AugmentedViews {
            if (count < 1) {
                throw new IllegalArgumentException(count + " views: at least 1 is needed");
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
        if (shardRows * rowBytes(values, rounded) + Shard.DIGEST_BYTES > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a shard of " + shardRows + " images of " + values
                    + " values cannot be mapped, it is larger than " + Integer.MAX_VALUE + " bytes");
        }
    }

    /** Of images as they are, in float32. */
    public CacheDescription(
            int format,
            int numerics,
            long seed,
            String data,
            List<FrozenNetwork> networks,
            List<Segment> segments,
            List<SplitRows> splits,
            int shardRows) {
        this(format, numerics, seed, data, networks, segments, splits, shardRows, Optional.empty(), Optional.empty());
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
        return of(numerics, seed, data, networks, segments, splits, shardBytes, Optional.empty(), Precision.FLOAT32);
    }

    /** The same of augmented images, where there are {@code views}, and with less exact values. */
    public static CacheDescription of(
            int numerics,
            long seed,
            String data,
            List<FrozenNetwork> networks,
            List<Segment> segments,
            List<SplitRows> splits,
            long shardBytes,
            Optional<AugmentedViews> views,
            Precision precision) {
        Optional<Precision> rounded = Optional.of(precision).filter(other -> other != Precision.FLOAT32);
        long perImage = rowBytes(segments.stream().mapToLong(Segment::length).sum(), rounded);
        long rows = Math.max(1, (shardBytes - Shard.DIGEST_BYTES) / perImage);
        return new CacheDescription(
                FORMAT,
                numerics,
                seed,
                data,
                networks,
                segments,
                splits,
                (int) Math.min(rows, Integer.MAX_VALUE),
                views,
                rounded);
    }

    /** What values are kept as. */
    public Precision precision() {
        return rounded.orElse(Precision.FLOAT32);
    }

    /** Rows of an image. */
    public int viewCount() {
        return views.map(AugmentedViews::count).orElse(1);
    }

    private static long rowBytes(long values, Optional<Precision> rounded) {
        return Integer.BYTES + values * rounded.orElse(Precision.FLOAT32).bytes();
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
