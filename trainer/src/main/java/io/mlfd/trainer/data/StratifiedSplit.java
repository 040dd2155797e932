package io.mlfd.trainer.data;

import io.mlfd.trainer.random.RandomKey;
import java.util.OptionalDouble;

/** Which train images are held back for validation: the same part of every class, drawn by the seed and the class alone. */
record StratifiedSplit(long seed, OptionalDouble fraction) {

    /** For each of a class's train images, in their order, whether it is held back. */
    boolean[] heldBack(String className, int count, Problems problems) {
        boolean[] heldBack = new boolean[count];
        if (fraction.isEmpty()) {
            return heldBack;
        }
        int wanted = (int) Math.floor(count * fraction.getAsDouble() + 0.5);
        if (wanted < 1 || wanted >= count) {
            problems.add("validation: " + fraction.getAsDouble() + " of the " + count + " train images of class "
                    + Problems.printable(className) + " is " + wanted
                    + "; at least one must be held back and one left: change validation or add images");
            return heldBack;
        }
        int[] order =
                RandomKey.of(seed, "validation split").with(className).stream().permutation(count);
        for (int i = 0; i < wanted; i++) {
            heldBack[order[i]] = true;
        }
        return heldBack;
    }
}
