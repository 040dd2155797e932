package io.mlfd.trainer.nn;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.Level;
import java.util.List;

/**
 * Everything one forward pass gives, so that nothing has to be computed twice or hooked.
 *
 * @param stageMaps the output of every stage in order, after its last activation where that ends it: (N, C, H, W)
 * @param embedding the vector in front of the classifier, in most networks the last stage averaged over space: (N, C)
 * @param logits (N, classes)
 */
public record NetworkOutput(List<NDArray> stageMaps, NDArray embedding, NDArray logits) {
    public NetworkOutput {
        stageMaps = List.copyOf(stageMaps);
    }

    /**
     * The output at a level: (N, C, H, W) for a map, (N, C) for the embedding.
     *
     * @throws IllegalArgumentException for a level that this network lacks
     */
    public NDArray at(Level level) {
        if (level instanceof Level.FeatureMap map) {
            int stage = stageMaps.size() - 1 - map.fromEnd();
            if (stage < 0) {
                throw new IllegalArgumentException(
                        "level " + level + ": this network has only " + stageMaps.size() + " stages");
            }
            return stageMaps.get(stage);
        }
        return embedding;
    }
}
