package io.mlfd.trainer.checkpoint;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * One tensor's entry in a file's header.
 *
 * @param begin first byte after the header, inclusive
 * @param end last byte, exclusive
 */
record TensorInfo(String name, DataType dataType, Shape shape, long begin, long end) {
    long length() {
        return end - begin;
    }
}
