package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Level;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One level of T*'s trunk. With the experts' features F_1 to F_m and the trunk's own from the level before, w:
 *
 * <pre>
 * u_i = W_i BN(F_i) + b_i                 adaptor i, to d channels; F_i as it is, or by {@link Standard}
 * v   = GELU(BN(concat(u_1 .. u_m, w)))
 * M   = GELU(BN(W v + b))                 the trunk's width at this level
 * </pre>
 *
 * For maps W is a 1x1 convolution and w comes down by {@link Descent}; for embeddings W is a dense layer and w is the last
 * map, averaged over space. Without w this is the authors' T*-7.
 */
final class FusionLevel {
    private final int adaptorWidth;
    private final Map<Integer, Adaptor> adaptors = new TreeMap<>();
    private final Optional<Descent> descent;
    private final DatasetBatchNorm norm;
    private final Neck output;

    private record Adaptor(Optional<Standard> standard, DatasetBatchNorm norm, Module projection) {
        NDArray forward(NDArray features, String dataset, Mode mode) {
            NDArray scaled = standard.map(own -> own.forward(features)).orElse(features);
            return projection.forward(norm.forward(scaled, dataset, mode), mode);
        }
    }

    /** The level before this one. */
    record Previous(Level level, int width) {}

    /**
     * @param experts positions of those that are fused
     * @param width channels of M
     * @param datasets whose images will come here
     */
    FusionLevel(
            Scope scope,
            JointShape shape,
            Level level,
            Set<Integer> experts,
            Optional<Previous> previous,
            int width,
            List<String> datasets) {
        adaptorWidth = shape.adaptorWidth();
        for (int expert : experts) {
            int channels = shape.channels(expert, level);
            Scope own = scope.child("adaptors").child(shape.name(expert));
            adaptors.put(
                    expert,
                    new Adaptor(
                            shape.standardisation()
                                    .map(kind -> new Standard(kind, level, own.child("standard"), channels)),
                            new DatasetBatchNorm(own.child("norm"), channels, datasets),
                            Projection.at(level, own.child("projection"), channels, adaptorWidth)));
        }
        descent = previous.flatMap(before -> descent(scope, before, level, datasets));
        int fused = adaptors.size() * adaptorWidth
                + previous.map(before -> descent.isPresent() ? adaptorWidth : before.width())
                        .orElse(0);
        norm = new DatasetBatchNorm(scope.child("fusion").child("norm"), fused, datasets);
        output = new Neck(level, scope.child("output"), fused, width, datasets);
    }

    /** The adaptors' standardisation, by the expert's position. */
    Map<Integer, Standard> standards() {
        Map<Integer, Standard> standards = new TreeMap<>();
        adaptors.forEach((expert, adaptor) -> adaptor.standard().ifPresent(own -> standards.put(expert, own)));
        return standards;
    }

    private Optional<Descent> descent(Scope scope, Previous before, Level level, List<String> datasets) {
        if (before.level() instanceof Level.FeatureMap from && level instanceof Level.FeatureMap to) {
            int stages = from.fromEnd() - to.fromEnd();
            return Optional.of(new Descent(scope.child("descent"), before.width(), adaptorWidth, stages, datasets));
        }
        return Optional.empty();
    }

    /**
     * @param features of every expert at this level, (N, C_i, s, s) or (N, C_i)
     * @param muted the expert whose contribution is zero
     * @param before the trunk's map of the level before
     * @return M, (N, width, s, s) or (N, width)
     */
    NDArray forward(
            List<NDArray> features, Optional<Integer> muted, Optional<NDArray> before, String dataset, Mode mode) {
        NDList parts = new NDList();
        adaptors.forEach((expert, adaptor) -> {
            NDArray map = features.get(expert);
            parts.add(
                    muted.equals(Optional.of(expert))
                            ? map.getManager().zeros(withChannels(map.getShape(), adaptorWidth))
                            : adaptor.forward(map, dataset, mode));
        });
        before.ifPresent(map -> parts.add(
                descent.isPresent() ? descent.get().forward(map, dataset, mode) : Functional.globalAveragePool(map)));
        NDArray fused = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 1);
        return output.forward(Functional.gelu(norm.forward(fused, dataset, mode)), dataset, mode);
    }

    private static Shape withChannels(Shape shape, int channels) {
        long[] axes = shape.getShape();
        axes[1] = channels;
        return new Shape(axes);
    }
}
