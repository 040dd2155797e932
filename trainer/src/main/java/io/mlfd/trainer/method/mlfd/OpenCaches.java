package io.mlfd.trainer.method.mlfd;

import io.mlfd.trainer.cache.FeatureCache;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The caches that a stage reads.
 *
 * @param byDataset in the order that they were asked for
 */
record OpenCaches(Map<String, FeatureCache> byDataset) implements AutoCloseable {
    OpenCaches {
        byDataset = Collections.unmodifiableMap(new LinkedHashMap<>(byDataset));
    }

    FeatureCache of(String dataset) {
        return byDataset.get(dataset);
    }

    @Override
    public void close() {
        byDataset.values().forEach(FeatureCache::close);
    }
}
