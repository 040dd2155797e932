package io.mlfd.contract;

import java.util.List;
import java.util.OptionalInt;

/** Work on the images of one data set. */
public interface SingleDatasetWork extends StageWork {
    DatasetWork dataset();

    /** Pixels on each side of an image. */
    int inputSize();

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
}
