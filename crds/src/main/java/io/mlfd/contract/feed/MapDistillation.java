package io.mlfd.contract.feed;

import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Subject;
import io.mlfd.contract.Training;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Trains a student from labels and from what frozen networks of the same data set give at one depth. */
public interface MapDistillation extends StageWork {
    DatasetWork dataset();

    /** Pixels on each side of an image. */
    int inputSize();

    /** As in a run file: {@code last}, {@code last-1}. */
    String level();

    /** Weight of each term of maps. */
    double beta();

    Training training();

    /** The student: the only network that is left. */
    Output student();

    /** One for each teacher whose maps are translated, in the order of the teachers. */
    List<Output> translations();

    @Override
    default List<Output> outputs() {
        return Stream.concat(Stream.of(student()), translations().stream()).toList();
    }

    @Override
    default Subject subject() {
        return new Subject.OfDataset(dataset().name());
    }

    @Override
    default List<DatasetWork> reads() {
        return List.of(dataset());
    }

    @Override
    default OptionalInt imageSize() {
        return OptionalInt.of(inputSize());
    }

    @Override
    default Optional<Training> trainedWith() {
        return Optional.of(training());
    }

    @Override
    default int numerics() {
        return 1;
    }
}
