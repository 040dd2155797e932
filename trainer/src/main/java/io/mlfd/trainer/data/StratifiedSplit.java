package io.mlfd.trainer.data;

import io.mlfd.trainer.random.RandomKey;
import java.util.OptionalDouble;

/**
 * Which images of a class are held back: the same part of every class, drawn by the seed and the class alone.
 *
 * @param field that says so
 * @param purpose tells draws of one seed apart
 */
record StratifiedSplit(String field, String purpose, long seed, OptionalDouble fraction) {
    /** For validation. */
    static StratifiedSplit validation(long seed, OptionalDouble fraction) {
        return new StratifiedSplit("validation", "validation split", seed, fraction);
    }

    /** For the test, where there are no test images: not by the run's seed, so that all seeds are measured on the same. */
    static StratifiedSplit test(String field, OptionalDouble fraction) {
        return new StratifiedSplit(field, "test split", 0, fraction);
    }

    /** For each of a class's train images, in their order, whether it is held back. */
    boolean[] heldBack(String className, int count, Problems problems) {
        boolean[] heldBack = new boolean[count];
        if (fraction.isEmpty()) {
            return heldBack;
        }
        int wanted = (int) Math.floor(count * fraction.getAsDouble() + 0.5);
        if (wanted < 1 || wanted >= count) {
            problems.add(field + ": " + fraction.getAsDouble() + " of the " + count + " train images of class "
                    + Problems.printable(className) + " is " + wanted
                    + "; at least one must be held back and one left: change " + field + " or add images");
            return heldBack;
        }
        int[] order = RandomKey.of(seed, purpose).with(className).stream().permutation(count);
        for (int i = 0; i < wanted; i++) {
            heldBack[order[i]] = true;
        }
        return heldBack;
    }
}
