package io.mlfd.trainer.data;

/**
 * An image of a generated set, still to be drawn.
 *
 * @param drawnFor train or test; images held back for validation are train images
 * @param number its number in its class, from 0
 */
record GeneratedImage(Split drawnFor, String className, int number, int label) {

    String name() {
        return drawnFor.label() + "/" + className + "/" + number;
    }
}
