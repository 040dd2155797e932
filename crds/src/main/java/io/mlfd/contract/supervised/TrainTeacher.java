package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Subject;
import io.mlfd.contract.Training;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Trains one data set's expert with labels. */
@JsonTypeName("TrainTeacher")
public record TrainTeacher(DatasetWork dataset, int inputSize, Training training) implements StageWork {
    @Override
    public StageKind kind() {
        return StageKind.TEACHER;
    }

    @Override
    public Subject subject() {
        return new Subject.OfDataset(dataset.name());
    }

    @Override
    public List<DatasetWork> reads() {
        return List.of(dataset);
    }

    @Override
    public OptionalInt imageSize() {
        return OptionalInt.of(inputSize);
    }

    @Override
    public Optional<Training> trainedWith() {
        return Optional.of(training);
    }

    @Override
    public List<Output> outputs() {
        return List.of(Output.ofDataset(Roles.TEACHER, dataset));
    }

    @Override
    public int numerics() {
        return 2;
    }
}
