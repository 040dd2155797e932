package io.mlfd.contract.feed;

import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetTraining;
import java.util.List;
import java.util.stream.Stream;

/** Trains a student from labels and from what frozen networks of the same data set give at one depth. */
public interface MapDistillation extends SingleDatasetTraining {
    /** As in a run file: {@code last}, {@code last-1}. */
    String level();

    /** Weight of each term of maps. */
    double beta();

    /** The student: the only network that is left. */
    Output student();

    /** One for each teacher whose maps are translated, in the order of the teachers. */
    List<Output> translations();

    @Override
    default List<Output> outputs() {
        return Stream.concat(Stream.of(student()), translations().stream()).toList();
    }
}
