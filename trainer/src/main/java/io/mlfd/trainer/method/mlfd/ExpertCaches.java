package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDManager;
import io.mlfd.contract.mlfd.TrainJointTeacher;
import io.mlfd.trainer.cache.CacheBuilder;
import io.mlfd.trainer.cache.CacheDescription;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.cache.FreeSpace;
import io.mlfd.trainer.cache.ImageRange;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.stage.StageContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The caches of all experts' features, one per data set. A cache is named by the experts' weights and the one data set, so
 * that the stage that distils into a student finds, checks and if need be rebuilds its own without loading any other data
 * set.
 */
final class ExpertCaches {
    private final StageContext context;
    private final TorchEngine engine;
    private final JointShape shape;
    private final CacheFolders folders;

    ExpertCaches(StageContext context, TorchEngine engine, JointShape shape, FreeSpace space) {
        this.context = context;
        this.engine = engine;
        this.shape = shape;
        this.folders = new CacheFolders(context, space);
    }

    /**
     * Finds or builds the caches of some data sets. Experts are loaded only when there is something to build, and are gone
     * afterwards.
     *
     * @throws io.mlfd.trainer.storage.StorageException before anything is built, when the volume is too small
     */
    OpenCaches open(List<String> datasets) {
        Map<String, CacheBuilder> builders = new LinkedHashMap<>();
        datasets.forEach(dataset -> builders.put(dataset, folders.builder(description(context.data(dataset)))));
        folders.requireSpace(
                builders.values().stream().mapToLong(CacheBuilder::missingBytes).sum(),
                "the cache of the experts' features");
        Map<String, FeatureCache> caches = new LinkedHashMap<>();
        try (NDManager owner = engine.manager().newSubManager()) {
            StoredExperts experts = new StoredExperts(context, shape, owner);
            builders.forEach((dataset, builder) -> caches.put(dataset, build(dataset, builder, experts)));
        }
        return new OpenCaches(caches);
    }

    private CacheDescription description(LoadedDataSet data) {
        return CacheDescription.of(
                TrainJointTeacher.NUMERICS,
                context.order().seed(),
                data.fingerprint(),
                StoredExperts.named(context, shape),
                shape.segments(),
                CacheFolders.rows(CacheFolders.splits(data)),
                CacheFolders.SHARD_BYTES);
    }

    private FeatureCache build(String dataset, CacheBuilder builder, StoredExperts experts) {
        LoadedDataSet data = context.data(dataset);
        CachedImages images = CachedImages.asTheyAre(data);
        return folders.build(
                dataset,
                CacheFolders.splits(data),
                builder,
                range -> features(experts, images, range),
                images.most(),
                "caching features");
    }

    private List<float[]> features(StoredExperts experts, CachedImages images, ImageRange range) {
        try (NDManager scope = engine.step()) {
            return experts.get().values(images.images(range, scope));
        }
    }
}
