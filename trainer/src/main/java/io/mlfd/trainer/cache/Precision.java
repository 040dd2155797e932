package io.mlfd.trainer.cache;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;

/** What the values of a cache are kept as. */
public enum Precision {
    /** As they were computed. */
    FLOAT32(Float.BYTES, DataType.FLOAT32) {
        @Override
        boolean put(ByteBuffer target, int position, float value) {
            target.putFloat(position, value);
            return true;
        }
    },
    /** IEEE 754 binary16: off by at most 2^-11 of a value, or 2^-25 where that is below 2^-14; up to 65504. */
    FLOAT16(Short.BYTES, DataType.FLOAT16) {
        @Override
        boolean put(ByteBuffer target, int position, float value) {
            short half = Half.of(value);
            target.putShort(position, half);
            return !Half.isInfinite(half) || Float.isInfinite(value);
        }
    };

    private final int bytes;
    private final DataType dataType;

    Precision(int bytes, DataType dataType) {
        this.bytes = bytes;
        this.dataType = dataType;
    }

    /** Of one value. */
    public int bytes() {
        return bytes;
    }

    DataType dataType() {
        return dataType;
    }

    /**
     * Writes a value in the target's byte order.
     *
     * @return whether it could be kept: a number that is too large becomes none
     */
    abstract boolean put(ByteBuffer target, int position, float value);
}
