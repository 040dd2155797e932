package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.Level;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a student is to imitate, for the train images of its data set. */
@FunctionalInterface
public interface TeacherTargets {
    /**
     * The targets of a batch; called without recording.
     *
     * @param images of the train split, which a teacher may look at in other ways than the student does
     * @param scope holds what is returned
     */
    Targets of(ImageBatches.Images images, NDManager scope);

    /**
     * @param logits (N, K)
     * @param maps by level, in the student's channels: (N, C, s, s), where s divides the size of the student's own maps, which
     *     are averaged to it, or (N, C) for the embedding; empty where only logits are distilled
     */
    record Targets(NDArray logits, Map<Level, NDArray> maps) {
        public Targets {
            maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
        }
    }
}
