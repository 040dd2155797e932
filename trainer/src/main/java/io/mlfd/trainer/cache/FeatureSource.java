package io.mlfd.trainer.cache;

import io.mlfd.trainer.data.Split;
import java.util.List;

/** Computes what a cache keeps. Not asked at all where everything is there already. */
@FunctionalInterface
public interface FeatureSource {
    /**
     * The segments of {@code count} consecutive images from {@code first}, in the description's order, each (N, ...) in
     * row-major order.
     */
    List<float[]> features(Split split, int first, int count);
}
