package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Subject;
import io.mlfd.contract.Training;
import io.mlfd.result.Role;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Trains one of several networks of a data set that differ in nothing but their first values and the order of images.
 *
 * @param member from 1; decides both, with the seed
 */
@JsonTypeName("TrainMember")
public record TrainMember(DatasetWork dataset, int inputSize, Training training, int member) implements StageWork {
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

    private Output output() {
        Role role =
                new Role("teacher-" + member, "Teacher " + member, "one of several experts that differ in chance only");
        return Output.ofDataset(role, dataset);
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
        return List.of(output());
    }

    @Override
    public int numerics() {
        return 1;
    }
}
