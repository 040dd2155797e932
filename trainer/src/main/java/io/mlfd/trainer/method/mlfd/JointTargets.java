package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.plan.Level;
import io.mlfd.trainer.data.Split;
import io.mlfd.trainer.nn.Mode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * T*'s logits and maps for the train images of a student, computed from the cached rows of the batch. T* is in evaluation
 * mode and sees each image as it is, while the student sees it augmented, as in the authors' code. Out of fold, it hears of the own
 * expert what it heard in its training: the student learns what T* says of an image that its expert has not learned from.
 */
record JointTargets(JointTeacher teacher, CachedSet set) implements IndexedTargets {
    @Override
    public Targets of(int[] indices, int look, NDManager scope) {
        JointOutput output = teacher.forward(
                set.name(), set.features(Split.TRAIN, indices, scope), set.heldOut(Split.TRAIN, indices), Mode.EVAL);
        Map<Level, NDArray> maps = new LinkedHashMap<>();
        for (int l = 0; l < output.maps().size(); l++) {
            maps.put(teacher.shape().levels().get(l), output.maps().get(l));
        }
        return new Targets(output.logits(), maps);
    }
}
