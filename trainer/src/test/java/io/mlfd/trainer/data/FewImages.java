package io.mlfd.trainer.data;

import io.mlfd.trainer.stop.StopSignal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Generated data sets of as few images as a step of training needs. */
public final class FewImages {
    private FewImages() {}

    /** Of every class of the kind four train images and one test image, each of {@code inputSize} pixels a side. */
    public static LoadedDataSet of(GeneratedKind kind, int inputSize) {
        return of(kind, inputSize, OptionalDouble.empty());
    }

    /** The same with a part of the train images for validation. */
    public static LoadedDataSet of(GeneratedKind kind, int inputSize, OptionalDouble validation) {
        return of(kind, Loading.of(inputSize, 1 << 20), validation);
    }

    /** As the first, with threads that make batches ready. */
    public static LoadedDataSet of(GeneratedKind kind, int inputSize, Workers workers) {
        return of(kind, new Loading(inputSize, 1 << 20, workers, Optional.empty()), OptionalDouble.empty());
    }

    private static LoadedDataSet of(GeneratedKind kind, Loading loading, OptionalDouble validation) {
        Selection selection = new Selection(List.of(), OptionalInt.of(4), OptionalInt.of(1), validation);
        return new GeneratedSource(kind, selection).list(0, StopSignal.never()).load(loading, StopSignal.never());
    }
}
