package io.mlfd.trainer.nn;

/**
 * What follows a classifier's last stage.
 *
 * @param embedding from the last stage's maps (N, C, H, W) to one vector an image (N, E)
 * @param classifier from there to the logits (N, classes)
 */
public record Head(Module embedding, Module classifier) {
    /** The mean over space, E = C, in front of a dense layer. */
    public static Head averaging(Linear classifier) {
        return new Head((maps, mode) -> Functional.globalAveragePool(maps), classifier);
    }
}
