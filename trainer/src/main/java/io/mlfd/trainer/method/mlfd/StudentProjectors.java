package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.Level;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Module;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.supervised.StudentFeatures;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a student's features to the width of T*'s: a 1x1 convolution with bias for maps, a dense layer for the embedding, at
 * each level where the two differ (Romero et al. 2015, equation 3). Gone with the training.
 */
final class StudentProjectors implements StudentFeatures {
    private static final String NAME = "projectors";

    private final Map<Level, Module> projections = new LinkedHashMap<>();
    private final StateDict state;

    /** @param scope a new one */
    StudentProjectors(JointShape shape, String dataset, NetworkShape student, Scope scope) {
        int expert = shape.expertOf(dataset);
        Scope own = scope.child(NAME);
        for (Level level : shape.levels()) {
            int width = shape.channels("data set " + dataset, student, level);
            int target = shape.targetChannels(expert, level);
            if (width != target) {
                projections.put(level, Projection.at(level, own.child(level.toString()), width, target));
            }
        }
        state = scope.state();
    }

    @Override
    public NDArray of(Level level, NDArray features) {
        Module projection = projections.get(level);
        return projection == null ? features : projection.forward(features, Mode.TRAIN);
    }

    @Override
    public Optional<StateDict> learned() {
        return projections.isEmpty() ? Optional.empty() : Optional.of(state);
    }
}
