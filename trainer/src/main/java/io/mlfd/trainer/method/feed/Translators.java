package io.mlfd.trainer.method.feed;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.Level;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.NetworkOutput;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import java.util.ArrayList;
import java.util.List;

/**
 * A translator of a student's maps for each target; thrown away after training. They have a scope of their own, so that the
 * student is the network that it would be without them, to the name and the first value of each variable.
 */
final class Translators {
    private final Level level;
    private final List<LeakyConvolutions> each = new ArrayList<>();
    private final StateDict state;

    /**
     * @param channels of the student's maps at the level
     * @param scope a new one, which gets nothing else
     */
    Translators(Level level, int channels, List<TargetMaps> targets, Scope scope) {
        this.level = level;
        for (int i = 0; i < targets.size(); i++) {
            Scope own = scope.child("translators").child(Integer.toString(i + 1));
            each.add(LeakyConvolutions.translator(own, channels, targets.get(i).channels()));
        }
        this.state = scope.state();
    }

    StateDict state() {
        return state;
    }

    /** What each makes of the student's maps: (N, C of its target, H, W). */
    List<NDArray> translated(NetworkOutput student, Mode mode) {
        NDArray maps = student.at(level);
        return each.stream().map(translator -> translator.forward(maps, mode)).toList();
    }
}
