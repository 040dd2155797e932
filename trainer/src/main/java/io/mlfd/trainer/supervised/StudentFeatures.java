package io.mlfd.trainer.supervised;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.Level;
import io.mlfd.trainer.nn.StateDict;
import java.util.Optional;

/** What a student's features become before they are compared with a teacher's. */
public interface StudentFeatures {
    /** They are compared as they are. */
    StudentFeatures AS_THEY_ARE = new StudentFeatures() {
        @Override
        public NDArray of(Level level, NDArray features) {
            return features;
        }

        @Override
        public Optional<StateDict> learned() {
            return Optional.empty();
        }
    };

    /**
     * @param features (N, C, s, s), or (N, C) of the embedding
     * @return the same in the teacher's width
     */
    NDArray of(Level level, NDArray features);

    /** What is learned with the student without being part of it. */
    Optional<StateDict> learned();
}
