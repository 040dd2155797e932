package io.mlfd.contract.supervised;

import io.mlfd.api.Dataset.StudentInit;
import io.mlfd.contract.GivenFile;
import io.mlfd.contract.SingleDatasetTraining;
import java.util.List;
import java.util.Optional;

/** Trains a data set's student, or a control that starts from what the student starts from. */
public interface StudentTraining extends SingleDatasetTraining {
    /** What it starts from; empty for random values. */
    Optional<StudentInit> init();

    /** Path below the data root of weights that it starts from, all but the classifier's; there for a start from a file. */
    Optional<String> file();

    @Override
    default List<GivenFile> files() {
        return file().stream()
                .map(path -> new GivenFile(dataset().name(), path))
                .toList();
    }
}
