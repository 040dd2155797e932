package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.Level;
import io.mlfd.trainer.cache.FeatureBatch;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.data.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** T*'s logits and maps for the train images of a student, as they are kept: in the view that the student sees, or of images as they are. */
final class CachedTargets implements IndexedTargets {
    private final List<Level> levels;
    private final FeatureCache cache;
    private final FeatureBatch batch;

    /**
     * @param levels of the cache's maps, in order; behind them it has the logits
     * @param capacity the most images that are asked for at once
     */
    CachedTargets(List<Level> levels, FeatureCache cache, int capacity) {
        this.levels = List.copyOf(levels);
        this.cache = cache;
        this.batch = FeatureBatch.allocate(cache.description(), capacity);
    }

    @Override
    public Targets of(int[] indices, int look, NDManager scope) {
        int view = cache.description().views().isPresent() ? look : 0;
        batch.fill(cache, Split.TRAIN, view, indices);
        List<NDArray> rows = batch.arrays(scope);
        Map<Level, NDArray> maps = new LinkedHashMap<>();
        for (int l = 0; l < levels.size(); l++) {
            maps.put(levels.get(l), rows.get(l));
        }
        return new Targets(rows.get(levels.size()), maps);
    }
}
