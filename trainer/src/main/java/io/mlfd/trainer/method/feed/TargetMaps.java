package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDArray;

/** What a student's translator is to give: a teacher's maps, or factors of them. Never trained. */
interface TargetMaps {
    /** C. */
    int channels();

    /**
     * Computed without recording.
     *
     * @param images (N, 3, S, S), those that the student sees
     * @return (N, C, H, W)
     */
    NDArray of(NDArray images);
}
