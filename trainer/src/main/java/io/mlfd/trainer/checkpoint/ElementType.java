package io.mlfd.trainer.checkpoint;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.Optional;

/** The element types that networks and optimisers here have, by their names in the format. */
enum ElementType {
    F32(DataType.FLOAT32),
    F64(DataType.FLOAT64),
    I64(DataType.INT64);

    private final DataType dataType;

    ElementType(DataType dataType) {
        this.dataType = dataType;
    }

    DataType dataType() {
        return dataType;
    }

    static Optional<ElementType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    static Optional<ElementType> of(DataType dataType) {
        return Arrays.stream(values()).filter(type -> type.dataType == dataType).findFirst();
    }
}
