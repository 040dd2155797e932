package io.mlfd.contract.feed;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Output;
import io.mlfd.result.Metric;
import io.mlfd.result.Metric.Direction;
import io.mlfd.result.Metric.Unit;
import io.mlfd.result.Role;
import java.util.List;
import java.util.Optional;

/**
 * How well a teacher's maps can be had from a student's. What is measured belongs to a translator, which is thrown away: it
 * has no file, and the student none of its parameters.
 */
public final class Reconstruction {
    /** Absolute differences of the translated and the teacher's maps as unit vectors, mean over elements and images. */
    public static final Metric METRIC =
            new Metric("reconstruction", "Reconstruction error", Unit.NUMBER, Direction.LOWER_IS_BETTER);

    private Reconstruction() {}

    /** @param teacher from 1 */
    static Output output(DatasetWork dataset, int teacher, Role role) {
        return new Output(
                "translator-" + teacher, role, Optional.of(dataset.name()), Optional.empty(), List.of(METRIC));
    }
}
