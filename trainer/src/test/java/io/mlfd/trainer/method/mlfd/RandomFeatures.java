package io.mlfd.trainer.method.mlfd;

import io.mlfd.trainer.cache.CacheBuilder;
import io.mlfd.trainer.cache.CacheDescription;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.random.RandomStream;
import io.mlfd.trainer.storage.Disk;
import io.mlfd.trainer.storage.WholeFiles;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Caches of features that no network computed. */
final class RandomFeatures {
    private RandomFeatures() {}

    /** Of all images of a data set; the cache is in {@code folder}. */
    static CachedSet of(Path folder, JointShape shape, String name, LoadedDataSet data, int batchSize) {
        return of(folder, shape, name, data, batchSize, HeldOut.NONE);
    }

    /** The same where fold experts are fused. */
    static CachedSet of(
            Path folder, JointShape shape, String name, LoadedDataSet data, int batchSize, HeldOut heldOut) {
        Map<Split, int[]> labels = new EnumMap<>(Split.class);
        labels.put(Split.TRAIN, data.train().labels());
        data.validation().ifPresent(images -> labels.put(Split.VALIDATION, images.labels()));
        labels.put(Split.TEST, data.test().labels());
        List<SplitRows> rows = labels.entrySet().stream()
                .map(split -> new SplitRows(split.getKey(), split.getValue().length))
                .toList();
        CacheDescription description = CacheDescription.of(1, 0, name, List.of(), shape.segments(), rows, 1 << 16);
        FeatureCache cache = new CacheBuilder(folder, description, new WholeFiles(Disk.local()), line -> {})
                .build(
                        images -> shape.segments().stream()
                                .map(segment -> normal(
                                        name + segment.name(), images.first(), images.count() * segment.length()))
                                .toList(),
                        labels,
                        batchSize,
                        (done, all) -> {});
        return new CachedSet(name, data, cache, batchSize, heldOut);
    }

    private static float[] normal(String name, int first, int count) {
        RandomStream random = RandomKey.of(0, name).with(first).stream();
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
