package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.plan.Level;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What T* hears at one level of a data set's expert, or of a union network. Of one network that is
 *
 * <pre>
 * u = W BN(F) + b          to d channels; F as it is, or by {@link Standard}
 * </pre>
 *
 * Of K fold experts, whose features F_1 to F_K have nothing in common but their number, each has such an adaptor u_k of its own,
 * and
 *
 * <pre>
 * u = u_k                  for an image of their own data set that expert k has not learned from, and the others have
 * u = (u_1 + .. + u_K)/K   for any other image: none of them has learned from it
 * </pre>
 *
 * Either way the shares of the u_k add up to 1. Statistics of BN are over all images of a batch, whoever is heard on them: those of
 * one fold may be few, or one, and a scale and a shift of a channel say nothing of an image.
 */
final class Voice {
    private final Map<Integer, Adaptor> adaptors = new LinkedHashMap<>();

    private record Adaptor(Optional<Standard> standard, DatasetBatchNorm norm, Module projection) {
        NDArray forward(NDArray features, String dataset, Mode mode) {
            NDArray scaled = standard.map(own -> own.forward(features)).orElse(features);
            return projection.forward(norm.forward(scaled, dataset, mode), mode);
        }
    }

    /**
     * @param scope of the level's adaptors
     * @param voice of {@code shape}
     * @param datasets whose images will come here
     */
    Voice(Scope scope, JointShape shape, Level level, int voice, List<String> datasets) {
        for (int position : shape.positions(voice)) {
            int channels = shape.channels(position, level);
            Scope own = scope.child(shape.name(position));
            adaptors.put(
                    position,
                    new Adaptor(
                            shape.standardisation()
                                    .map(kind -> new Standard(kind, level, own.child("standard"), channels)),
                            new DatasetBatchNorm(own.child("norm"), channels, datasets),
                            Projection.at(level, own.child("projection"), channels, shape.adaptorWidth())));
        }
    }

    /** Of the adaptors, by their networks' positions. */
    Map<Integer, Standard> standards() {
        Map<Integer, Standard> standards = new LinkedHashMap<>();
        adaptors.forEach((position, adaptor) -> adaptor.standard().ifPresent(own -> standards.put(position, own)));
        return standards;
    }

    /**
     * @param features of every network at this level, (N, C_i, s, s) or (N, C_i)
     * @param heard by image, the one network that is heard, from 0; empty where all are
     * @return (N, d, s, s) or (N, d)
     */
    NDArray forward(List<NDArray> features, Optional<int[]> heard, String dataset, Mode mode) {
        List<NDArray> parts = new ArrayList<>();
        adaptors.forEach((position, adaptor) -> parts.add(adaptor.forward(features.get(position), dataset, mode)));
        if (parts.size() == 1) {
            return parts.get(0);
        }
        NDArray sum = heard.map(chosen -> only(0, parts, chosen)).orElseGet(() -> parts.get(0));
        for (int k = 1; k < parts.size(); k++) {
            int one = k;
            sum = sum.add(heard.map(chosen -> only(one, parts, chosen)).orElseGet(() -> parts.get(one)));
        }
        return heard.isPresent() ? sum : Losses.scaled(sum, 1.0 / parts.size());
    }

    /** u_k of the images that it is heard on, zeros of the others. */
    private static NDArray only(int k, List<NDArray> parts, int[] heard) {
        NDArray part = parts.get(k);
        float[] shares = new float[heard.length];
        for (int image = 0; image < heard.length; image++) {
            shares[image] = heard[image] == k ? 1 : 0;
        }
        long[] axes = new long[part.getShape().dimension()];
        Arrays.fill(axes, 1);
        axes[0] = heard.length;
        NDManager manager = part.getManager();
        return part.mul(manager.create(shares, new Shape(axes)));
    }
}
