package io.mlfd.trainer.method.mlfd;

import io.mlfd.contract.Progress;
import io.mlfd.contract.VolumeLayout;
import io.mlfd.trainer.cache.CacheBuilder;
import io.mlfd.trainer.cache.CacheDescription;
import io.mlfd.trainer.cache.CacheDescription.SplitRows;
import io.mlfd.trainer.cache.CacheException;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.cache.FeatureSource;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.data.BadInputException;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.stage.StageContext;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The caches of a run, under {@code cache/<key>}.
 *
 * @param space asked before a cache is built
 */
record CacheFolders(StageContext context, FreeSpace space) {
    /** Bytes of a shard at most. */
    static final long SHARD_BYTES = 64 << 20;

    /** All images of a data set. */
    static Map<Split, DataSetImages> splits(LoadedDataSet data) {
        Map<Split, DataSetImages> splits = new EnumMap<>(Split.class);
        splits.put(Split.TRAIN, data.train());
        data.validation().ifPresent(images -> splits.put(Split.VALIDATION, images));
        splits.put(Split.TEST, data.test());
        return splits;
    }

    static List<SplitRows> rows(Map<Split, DataSetImages> splits) {
        return splits.entrySet().stream()
                .map(split -> new SplitRows(split.getKey(), split.getValue().count()))
                .toList();
    }

    Path folder(CacheDescription description) {
        return context.runFolder().resolve(VolumeLayout.cacheFolder(description.key()));
    }

    CacheBuilder builder(CacheDescription description) {
        return new CacheBuilder(
                folder(description), description, context.folder().files(), context.progress()::say);
    }

    /**
     * @param needed bytes
     * @param what is to be written, for the message
     * @throws io.mlfd.trainer.storage.StorageException when the volume is too small
     */
    void requireSpace(long needed, String what) {
        if (needed > 0) {
            space.require(context.runFolder(), needed, what);
        }
    }

    /**
     * Checks what is there and builds what is missing. Polls the stop signal before every batch of images.
     *
     * @param batch images that the source is asked for at once
     * @param activity for people
     */
    FeatureCache build(
            String dataset,
            Map<Split, DataSetImages> splits,
            CacheBuilder builder,
            FeatureSource source,
            int batch,
            String activity) {
        Map<Split, int[]> labels = new EnumMap<>(Split.class);
        splits.forEach((split, images) -> labels.put(split, images.labels()));
        try {
            return builder.build(source, labels, batch, (done, all) -> {
                context.stop().check();
                context.progress().report(progress(activity + " of " + dataset, done, all));
            });
        } catch (CacheException e) {
            throw new BadInputException("data set " + dataset + ": " + e.getMessage());
        }
    }

    private static Progress progress(String activity, long done, long all) {
        return new Progress(activity, 1, 1, done, all, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
