package io.mlfd.trainer.cache;

import java.util.List;

/** Computes what a cache keeps. Not asked at all where everything is there already. */
@FunctionalInterface
public interface FeatureSource {
    /** The segments of some images, in the description's order, each (N, ...) in row-major order. */
    List<float[]> features(ImageRange images);
}
