package io.mlfd.trainer.cache;

import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.storage.StorageException;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Makes the cache of a description be there. A finished one is checked and used, a half-built one is continued behind its
 * last whole shard, a damaged shard is built again: all three are the same walk over the shards. One builder a folder at a
 * time.
 */
public final class CacheBuilder {
    private final Path folder;
    private final CacheDescription description;
    private final List<Shard> shards;
    private final WholeFiles files;
    private final Consumer<String> messages;

    /**
     * @param folder of this cache alone
     * @param messages takes one line for each thing that was found damaged
     */
    public CacheBuilder(Path folder, CacheDescription description, WholeFiles files, Consumer<String> messages) {
        this.folder = folder;
        this.description = description;
        this.shards = Shard.all(description);
        this.files = files;
        this.messages = messages;
    }

    /** Bytes that a build would still write, as far as the files' sizes tell. */
    public long missingBytes() {
        return shards.stream()
                .filter(shard -> !ShardFile.hasSize(files.stored(), folder, shard))
                .mapToLong(Shard::bytes)
                .sum();
    }

    /**
     * @param labels of every split of the description
     * @param batch images that the source is asked for at once
     * @throws CacheException when the cached labels are not {@code labels}: image and row would not belong together
     * @throws StorageException when the volume is full or cannot be written
     */
    public FeatureCache build(FeatureSource source, Map<Split, int[]> labels, int batch, BuildWatch watch) {
        requireLabels(labels);
        files.createFolders(folder);
        files.removeLeftovers(folder);
        Optional<CacheIndex> index = CacheIndex.read(files.stored(), folder, description, shards.size(), messages);
        Walk walk = new Walk(source, labels, batch, watch, index);
        for (Shard shard : shards) {
            walk.ensure(shard);
        }
        CacheIndex complete = new CacheIndex(description, walk.digests);
        if (!index.equals(Optional.of(complete))) {
            complete.write(folder, files);
        }
        return new FeatureCache(folder, description, shards);
    }

    private void requireLabels(Map<Split, int[]> labels) {
        for (CacheDescription.SplitRows rows : description.splits()) {
            int[] known = labels.get(rows.split());
            if (known == null || known.length != rows.images()) {
                throw new IllegalArgumentException(rows.split().label() + ": needed are " + rows.images() + " labels");
            }
        }
    }

    /** One pass over the shards. */
    private final class Walk {
        private final FeatureSource source;
        private final Map<Split, int[]> labels;
        private final int batch;
        private final BuildWatch watch;
        private final Optional<CacheIndex> index;
        private final long images;
        private final List<String> digests = new ArrayList<>();
        private long done;

        Walk(FeatureSource source, Map<Split, int[]> labels, int batch, BuildWatch watch, Optional<CacheIndex> index) {
            this.source = source;
            this.labels = labels;
            this.batch = batch;
            this.watch = watch;
            this.index = index;
            this.images = shards.stream().mapToLong(Shard::rows).sum();
        }

        void ensure(Shard shard) {
            watch.before(done, images);
            if (!isSound(shard)) {
                write(shard);
            }
            ShardFile file = ShardFile.map(folder, shard);
            requireLabels(file);
            digests.add(file.storedDigest());
            done += shard.rows();
        }

        private boolean isSound(Shard shard) {
            Path path = folder.resolve(shard.fileName());
            if (!ShardFile.hasSize(files.stored(), folder, shard)) {
                if (files.stored().exists(path) || index.isPresent()) {
                    messages.accept("cache " + path + ": missing or of another size; building it again");
                }
                return false;
            }
            ShardFile file = ShardFile.map(folder, shard);
            String digest = file.digest();
            boolean sound = digest.equals(file.storedDigest())
                    && index.map(known -> known.digests().get(shard.number()).equals(digest))
                            .orElse(true);
            if (!sound) {
                messages.accept(
                        "cache " + path + ": its SHA-256 is not the one it was written with; building it again");
            }
            return sound;
        }

        private void write(Shard shard) {
            long before = done;
            ShardFile.write(
                    files,
                    folder,
                    shard,
                    labels.get(shard.split()),
                    (first, count, target) -> {
                        watch.before(before + first - shard.first(), images);
                        ImageRange range = new ImageRange(shard.split(), shard.view(), first, count);
                        interleave(source.features(range), range, target);
                    },
                    batch);
        }

        private void interleave(List<float[]> features, ImageRange images, ByteBuffer target) {
            int count = images.count();
            if (features.size() != description.segments().size()) {
                throw new IllegalStateException(features.size() + " segments were computed, described are "
                        + description.segments().size());
            }
            int offset = 0;
            for (int s = 0; s < features.size(); s++) {
                Segment segment = description.segments().get(s);
                int length = segment.length();
                float[] values = features.get(s);
                if (values.length != count * length) {
                    throw new IllegalStateException(segment.name() + ": " + values.length + " values for " + count
                            + " images, described are " + length + " each");
                }
                for (int row = 0; row < count; row++) {
                    OptionalDouble lost =
                            put(target, row * description.rowLength() + offset, values, row * length, length);
                    if (lost.isPresent()) {
                        throw tooLarge(segment, images, lost.getAsDouble());
                    }
                }
                offset += length;
            }
        }

        /** The first value that cannot be kept, if there is one. */
        private OptionalDouble put(ByteBuffer target, int position, float[] values, int first, int length) {
            Precision precision = description.precision();
            for (int i = 0; i < length; i++) {
                if (!precision.put(target, (position + i) * precision.bytes(), values[first + i])) {
                    return OptionalDouble.of(values[first + i]);
                }
            }
            return OptionalDouble.empty();
        }

        private CacheException tooLarge(Segment segment, ImageRange images, double value) {
            return new CacheException("cache " + folder + ": " + segment.name() + " of "
                    + images.split().label()
                    + " images from " + images.first() + " on has the value " + value
                    + ", which float16 does not hold; keep it in Float32");
        }

        private void requireLabels(ShardFile file) {
            Shard shard = file.shard();
            int[] known = labels.get(shard.split());
            for (int row = 0; row < shard.rows(); row++) {
                int image = shard.first() + row;
                if (file.label(row) != known[image]) {
                    throw new CacheException(
                            "cache " + file.path() + ": " + shard.split().label() + " image " + image
                                    + " has label " + file.label(row) + ", the data set says " + known[image]
                                    + "; the data changed, remove the folder");
                }
            }
        }
    }
}
