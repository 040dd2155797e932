package io.mlfd.trainer.data;

import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.random.RandomStream;

/**
 * Random views of train images. Every draw is a pure function of (key, epoch, image), so neither the order of images nor
 * threads nor a resume changes it.
 *
 * @param crop pixels added on each side before a window of the old size is cut out at random; 0 for none. The border has
 *     the train split's mean colour, which is 0 after normalisation: the value that says least.
 * @param flip mirror left to right in half of the draws
 */
public record Augmentation(int crop, boolean flip) {

    /** The images as they are. */
    public static final Augmentation NONE = new Augmentation(0, false);

    /** One view: the window's offset in the image, negative to the left and above, and whether it is mirrored. */
    record View(int left, int top, boolean mirrored) {}

    private static final View AS_IS = new View(0, 0, false);

    public Augmentation {
        if (crop < 0) {
            throw new IllegalArgumentException("crop " + crop + ": must be 0 or more");
        }
    }

    View view(RandomKey key, long epoch, int image) {
        if (crop == 0 && !flip) {
            return AS_IS;
        }
        RandomStream random = key.with(epoch).with(image).stream();
        int left = random.nextInt(2 * crop + 1) - crop;
        int top = random.nextInt(2 * crop + 1) - crop;
        boolean mirrored = random.nextBoolean();
        return new View(left, top, flip && mirrored);
    }
}
