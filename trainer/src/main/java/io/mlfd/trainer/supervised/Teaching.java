package io.mlfd.trainer.supervised;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Who learns from whom among networks that are trained at once, numbered from 0.
 *
 * @param teachers of every network, at least one and never itself
 */
public record Teaching(List<List<Integer>> teachers) {
    public Teaching {
        teachers = teachers.stream().map(List::copyOf).toList();
        for (int pupil = 0; pupil < teachers.size(); pupil++) {
            if (teachers.get(pupil).isEmpty() || teachers.get(pupil).contains(pupil)) {
                throw new IllegalArgumentException("network " + pupil + " of " + teachers.size() + " learns from "
                        + teachers.get(pupil) + ", which is nobody or itself");
            }
        }
    }

    /** Everyone from all others. */
    public static Teaching allPairs(int networks) {
        return of(networks, pupil -> teacher -> teacher != pupil);
    }

    /** Everyone from the one before, the first from the last. */
    public static Teaching ring(int networks) {
        return of(networks, pupil -> teacher -> teacher == Math.floorMod(pupil - 1, networks));
    }

    private static Teaching of(int networks, IntFunction<IntPredicate> teaches) {
        return new Teaching(IntStream.range(0, networks)
                .mapToObj(pupil -> IntStream.range(0, networks)
                        .filter(teaches.apply(pupil))
                        .boxed()
                        .toList())
                .toList());
    }

    /** How many networks there are. */
    public int networks() {
        return teachers.size();
    }

    public List<Integer> teachersOf(int pupil) {
        return teachers.get(pupil);
    }
}
