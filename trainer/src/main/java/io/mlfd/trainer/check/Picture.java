package io.mlfd.trainer.check;

import io.mlfd.trainer.data.Appearance;
import io.mlfd.trainer.data.Split;

/**
 * A good image of a run.
 *
 * @param name path below the data set's folder
 */
record Picture(Part part, String className, String name, Appearance appearance) {
    /** The images of one split of one data set. */
    record Part(String dataset, Split split) {}

    /** Where to find it, for a reader who is in {@code dataset}. */
    String seenFrom(String dataset) {
        return part.dataset().equals(dataset) ? name : part.dataset() + ":" + name;
    }
}
