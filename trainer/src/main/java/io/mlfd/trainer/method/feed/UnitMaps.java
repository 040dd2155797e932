package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDArray;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Functional;

/** Maps of an image as one vector of length 1: their direction is compared, never their size. */
final class UnitMaps {
    private static final double EPSILON = 1e-8;

    private UnitMaps() {}

    /**
     * {@code mean |maps / ||maps|| - target / ||target|| |}: lengths are an image's over channels and space together, the
     * mean is over images and elements. About 1/sqrt(C H W).
     *
     * @param maps (N, C, H, W)
     * @param target the same shape, detached here
     */
    static NDArray distance(NDArray maps, NDArray target) {
        return Losses.meanAbsoluteError(
                Functional.normalizeSamples(maps, EPSILON),
                Functional.normalizeSamples(target.stopGradient(), EPSILON));
    }
}
