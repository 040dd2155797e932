package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.contract.Training;
import io.mlfd.trainer.cache.FeatureBatch;
import io.mlfd.trainer.cache.FeatureCache;
import io.mlfd.trainer.data.DataSetImages;
import io.mlfd.trainer.data.LoadedDataSet;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.supervised.LabelLoss;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A data set as the experts see it: cached features and labels by image. */
final class CachedSet {
    private final String name;
    private final DataSetImages train;
    private final FeatureCache cache;
    private final FeatureBatch batch;
    private final HeldOut heldOut;
    private final Map<Split, int[]> labels = new EnumMap<>(Split.class);

    /** Of experts that are fused as they are. {@code capacity}: the most images that are asked for at once */
    CachedSet(String name, LoadedDataSet data, FeatureCache cache, int capacity) {
        this(name, data, cache, capacity, HeldOut.NONE);
    }

    /**
     * @param capacity the most images that are asked for at once
     * @param heldOut who has not learned from which train image
     */
    CachedSet(String name, LoadedDataSet data, FeatureCache cache, int capacity, HeldOut heldOut) {
        this.name = name;
        this.train = data.train();
        this.cache = cache;
        this.heldOut = heldOut;
        this.batch = FeatureBatch.allocate(cache.description(), capacity);
        labels.put(Split.TRAIN, data.train().labels());
        data.validation().map(DataSetImages::labels).ifPresent(own -> labels.put(Split.VALIDATION, own));
        labels.put(Split.TEST, data.test().labels());
    }

    String name() {
        return name;
    }

    int classes() {
        return train.classNames().size();
    }

    boolean has(Split split) {
        return labels.containsKey(split);
    }

    int count(Split split) {
        return labels.get(split).length;
    }

    /**
     * The experts' features of some images, (N, C, s, s) and (N, C) in the cache's order. They share this object's memory:
     * {@code scope} ends before others are asked for.
     */
    List<NDArray> features(Split split, int[] images, NDManager scope) {
        batch.fill(cache, split, images);
        return batch.arrays(scope);
    }

    /** By image, the fold, from 0, whose expert has not learned from it; empty where that is nobody, or everybody. */
    Optional<int[]> heldOut(Split split, int[] images) {
        return heldOut.of(split, images);
    }

    /** Cross-entropy with these labels, as a training has it. */
    LabelLoss labelLoss(Training training) {
        return LabelLoss.of(training, train);
    }

    /** (N), int64. */
    NDArray labels(Split split, int[] images, NDManager scope) {
        int[] all = labels.get(split);
        return scope.create(Arrays.stream(images).mapToLong(image -> all[image]).toArray());
    }
}
