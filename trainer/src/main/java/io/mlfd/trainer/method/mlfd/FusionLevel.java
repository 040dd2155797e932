package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Level;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One level of T*'s trunk. With the experts' features F_1 to F_m and the trunk's own from the level before, w:
 *
 * <pre>
 * u_i = W_i BN(F_i) + b_i                 adaptor i, to d channels, by {@link Voice}
 * v   = f(BN(concat(u_1 .. u_m, w)))
 * M   = f(BN(W v + b))                    the trunk's width at this level
 * </pre>
 *
 * For maps W is a 1x1 convolution and w comes down by {@link Descent}; for embeddings W is a dense layer and w is the last
 * map, averaged over space. Without w, and with GELU as f, this is the authors' T*-7.
 */
final class FusionLevel {
    private final int adaptorWidth;
    private final Map<Integer, Voice> voices = new TreeMap<>();
    private final Optional<Descent> descent;
    private final DatasetBatchNorm norm;
    private final UnaryOperator<NDArray> activation;
    private final Neck output;

    /** The level before this one. */
    record Previous(Level level, int width) {}

    /**
     * @param fused voices
     * @param width channels of M
     * @param datasets whose images will come here
     */
    FusionLevel(
            Scope scope,
            JointShape shape,
            Level level,
            Set<Integer> fused,
            Optional<Previous> previous,
            int width,
            List<String> datasets) {
        adaptorWidth = shape.adaptorWidth();
        activation = Activations.of(shape.activation());
        fused.forEach(voice -> voices.put(voice, new Voice(scope.child("adaptors"), shape, level, voice, datasets)));
        descent = previous.flatMap(before -> descent(scope, before, level, datasets));
        int channels = voices.size() * adaptorWidth
                + previous.map(before -> descent.isPresent() ? adaptorWidth : before.width())
                        .orElse(0);
        norm = new DatasetBatchNorm(scope.child("fusion").child("norm"), channels, datasets);
        output = new Neck(level, scope.child("output"), channels, width, datasets, activation);
    }

    /** The adaptors' standardisation, by their networks' positions. */
    Map<Integer, Standard> standards() {
        Map<Integer, Standard> standards = new TreeMap<>();
        voices.values().forEach(voice -> standards.putAll(voice.standards()));
        return standards;
    }

    private Optional<Descent> descent(Scope scope, Previous before, Level level, List<String> datasets) {
        if (before.level() instanceof Level.FeatureMap from && level instanceof Level.FeatureMap to) {
            int stages = from.fromEnd() - to.fromEnd();
            return Optional.of(
                    new Descent(scope.child("descent"), before.width(), adaptorWidth, stages, datasets, activation));
        }
        return Optional.empty();
    }

    /**
     * @param features of every network at this level, (N, C_i, s, s) or (N, C_i)
     * @param hearing in whose muted voice's place are zeros
     * @param before the trunk's map of the level before
     * @return M, (N, width, s, s) or (N, width)
     */
    NDArray forward(List<NDArray> features, Hearing hearing, Optional<NDArray> before, Mode mode) {
        String dataset = hearing.dataset();
        NDList parts = new NDList();
        voices.forEach((number, voice) -> parts.add(
                hearing.mutes(number)
                        ? silence(features.get(0))
                        : voice.forward(features, hearing.heard(number), dataset, mode)));
        before.ifPresent(map -> parts.add(
                descent.isPresent() ? descent.get().forward(map, dataset, mode) : Functional.globalAveragePool(map)));
        NDArray fused = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 1);
        return output.forward(activation.apply(norm.forward(fused, dataset, mode)), dataset, mode);
    }

    /** @param any features of the level, which are all of one size */
    private NDArray silence(NDArray any) {
        long[] axes = any.getShape().getShape();
        axes[1] = adaptorWidth;
        return any.getManager().zeros(new Shape(axes));
    }
}
