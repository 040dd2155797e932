package io.mlfd.trainer.method.mlfd;

import java.util.Optional;

/**
 * Whom T* hears on a batch.
 *
 * @param dataset that all images of the batch belong to
 * @param own the voice of that data set's expert
 * @param muted whether that voice is not heard
 * @param heldOut by image, the fold, from 0, that it is in, of which one of the own fold experts has not learned; empty where
 *     none of them has learned from any of the images, and where the expert is heard as it is
 */
record Hearing(String dataset, int own, boolean muted, Optional<int[]> heldOut) {
    boolean mutes(int voice) {
        return muted && voice == own;
    }

    /** By image, the one network of a voice that is heard; empty where all are. */
    Optional<int[]> heard(int voice) {
        return voice == own ? heldOut : Optional.empty();
    }
}
