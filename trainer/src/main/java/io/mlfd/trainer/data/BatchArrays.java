package io.mlfd.trainer.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * A batch as the engine's arrays; both belong to the manager given.
 *
 * @param images (N, 3, S, S), float32. On a CPU it may share the batch's memory: fill the batch again only after the step
 *     that uses the array has ended.
 * @param labels (N), int64; of mixed images (N, K), float32: what each class has of each image
 */
public record BatchArrays(NDArray images, NDArray labels) {

    /** The arrays of what is in {@code batch} now. */
    public static BatchArrays of(NDManager manager, Batch batch) {
        if (batch.count() == 0) {
            throw new IllegalArgumentException("the batch is empty: fill it first");
        }
        Shape shape = new Shape(batch.count(), DataSetImages.CHANNELS, batch.size(), batch.size());
        return new BatchArrays(manager.create(batch.imageBytes(), shape, DataType.FLOAT32), labels(manager, batch));
    }

    private static NDArray labels(NDManager manager, Batch batch) {
        if (!batch.isMixed()) {
            return manager.create(batch.labels());
        }
        float[] shares = batch.shares();
        return manager.create(shares, new Shape(batch.count(), shares.length / batch.count()));
    }
}
