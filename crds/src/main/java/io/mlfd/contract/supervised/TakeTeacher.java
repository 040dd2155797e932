package io.mlfd.contract.supervised;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.mlfd.contract.DatasetWork;
import io.mlfd.contract.Demand;
import io.mlfd.contract.GivenFile;
import io.mlfd.contract.NetworkSizes;
import io.mlfd.contract.Output;
import io.mlfd.contract.SingleDatasetWork;
import io.mlfd.contract.StageKind;
import java.util.List;

/**
 * Takes an expert from a safetensors file and evaluates it.
 *
 * @param checkpoint path below the data root
 * @param classes of the logits in their order; empty where the file is to say so
 */
@JsonTypeName("TakeTeacher")
public record TakeTeacher(
        DatasetWork dataset,
        int inputSize,
        String checkpoint,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> classes)
        implements SingleDatasetWork {
    public TakeTeacher {
        classes = List.copyOf(classes);
    }

    /** Of a file that says which class each logit is. */
    public TakeTeacher(DatasetWork dataset, int inputSize, String checkpoint) {
        this(dataset, inputSize, checkpoint, List.of());
    }

    @Override
    public StageKind kind() {
        return StageKind.TEACHER;
    }

    @Override
    public List<GivenFile> files() {
        return List.of(new GivenFile(dataset.name(), checkpoint));
    }

    @Override
    public List<Output> outputs() {
        return List.of(Output.ofDataset(Roles.TEACHER, dataset));
    }

    @Override
    public Demand demand(NetworkSizes sizes) {
        return Demand.keeping(sizes.parameters(dataset.network(), 0))
                .and(Demand.evaluating(sizes.pass(dataset.network(), 0)));
    }

    @Override
    public int numerics() {
        return 2;
    }
}
