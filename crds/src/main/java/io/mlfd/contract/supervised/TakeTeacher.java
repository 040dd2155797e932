package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.GivenFile;
import io.mlfd.contract.Output;
import io.mlfd.contract.StageKind;
import io.mlfd.contract.StageWork;
import io.mlfd.contract.Subject;
import java.util.List;
import java.util.OptionalInt;

/** Takes an expert from a safetensors file and evaluates it. {@code checkpoint}: path below the data root. */
@JsonTypeName("TakeTeacher")
public record TakeTeacher(DatasetWork dataset, int inputSize, String checkpoint) implements StageWork {
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
    public List<GivenFile> files() {
        return List.of(new GivenFile(dataset.name(), checkpoint));
    }

    @Override
    public OptionalInt imageSize() {
        return OptionalInt.of(inputSize);
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
