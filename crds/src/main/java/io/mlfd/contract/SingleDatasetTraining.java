package io.mlfd.contract;

import java.util.Optional;

/** Trains on the images of one data set. */
public interface SingleDatasetTraining extends SingleDatasetWork {
    Training training();

    @Override
    default Optional<Training> trainedWith() {
        return Optional.of(training());
    }
}
