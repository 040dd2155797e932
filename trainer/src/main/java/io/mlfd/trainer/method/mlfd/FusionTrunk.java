package io.mlfd.trainer.method.mlfd;

import ai.djl.ndarray.NDArray;
import io.mlfd.plan.Level;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** T* without its heads: the levels one after another, each fed by the experts and by the level before. */
final class FusionTrunk {
    private final JointShape shape;
    private final List<FusionLevel> levels = new ArrayList<>();

    /**
     * @param voices that are fused
     * @param widths channels at each level
     * @param datasets whose images will come here
     */
    FusionTrunk(Scope scope, JointShape shape, Set<Integer> voices, List<Integer> widths, List<String> datasets) {
        this.shape = shape;
        Optional<FusionLevel.Previous> previous = Optional.empty();
        for (int l = 0; l < shape.levels().size(); l++) {
            Level level = shape.levels().get(l);
            levels.add(new FusionLevel(
                    scope.child(level.toString()), shape, level, voices, previous, widths.get(l), datasets));
            previous = Optional.of(new FusionLevel.Previous(level, widths.get(l)));
        }
    }

    /**
     * What has to be estimated before the trunk is used: of every expert that is heard at all.
     *
     * @param muted whether a data set's own expert is not heard on its images
     * @param datasets whose images come here
     */
    List<Standards.Place> standards(boolean muted, List<String> datasets) {
        List<Standards.Place> places = new ArrayList<>();
        for (int l = 0; l < levels.size(); l++) {
            int level = l;
            levels.get(l).standards().forEach((position, standard) -> {
                Set<String> heard = new TreeSet<>(datasets);
                if (muted) {
                    shape.dataset(position).ifPresent(heard::remove);
                }
                if (!heard.isEmpty()) {
                    places.add(new Standards.Place(standard, shape.segment(level, position), heard, fold(position)));
                }
            });
        }
        return places;
    }

    private Optional<Standards.Fold> fold(int position) {
        OptionalInt number = shape.fold(position);
        return shape.dataset(position)
                .filter(any -> number.isPresent())
                .map(dataset -> new Standards.Fold(dataset, number.getAsInt() - 1));
    }

    /** M_1 to M_k from the experts' features, which are in the order of {@link JointShape#segments()}. */
    List<NDArray> forward(List<NDArray> features, Hearing hearing, Mode mode) {
        List<NDArray> maps = new ArrayList<>();
        Optional<NDArray> before = Optional.empty();
        for (int l = 0; l < levels.size(); l++) {
            List<NDArray> ofLevel = features.subList(shape.segment(l, 0), shape.segment(l + 1, 0));
            NDArray map = levels.get(l).forward(ofLevel, hearing, before, mode);
            maps.add(map);
            before = Optional.of(map);
        }
        return maps;
    }
}
