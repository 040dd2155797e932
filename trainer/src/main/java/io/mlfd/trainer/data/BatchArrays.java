package io.mlfd.trainer.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * A batch as the engine's arrays; both belong to the manager given.
 *
 * @param images (N, 3, S, S), float32; on a CPU with a pixel's channels next to each other in memory ("channels last"),
 *     which all layers behind it keep: oneDNN convolves that without reordering, see ADR 42. On a CPU it may share the batch's memory: fill the batch again only after the step
 *     that uses the array has ended.
 * @param labels (N), int64
 */
public record BatchArrays(NDArray images, NDArray labels) {

    /** The arrays of what is in {@code batch} now. */
    public static BatchArrays of(NDManager manager, Batch batch) {
        if (batch.count() == 0) {
            throw new IllegalArgumentException("the batch is empty: fill it first");
        }
        Shape shape = new Shape(batch.count(), batch.size(), batch.size(), DataSetImages.CHANNELS);
        NDArray images =
                manager.create(batch.imageBytes(), shape, DataType.FLOAT32).transpose(0, 3, 1, 2);
        return new BatchArrays(
                manager.getDevice().isGpu() ? planeByPlane(images) : images, manager.create(batch.labels()));
    }

    /** The same values with a channel's pixels next to each other in memory: reshaping what cannot be had as a view copies. */
    static NDArray planeByPlane(NDArray images) {
        Shape shape = images.getShape();
        return images.reshape(shape.get(0), shape.size() / shape.get(0)).reshape(shape);
    }
}
