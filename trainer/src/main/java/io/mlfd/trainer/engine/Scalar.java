package io.mlfd.trainer.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Numbers as tensors without axes, which end with their scope. They lie on the CPU whatever the others lie on: PyTorch hands
 * such a number to a GPU with the operation that uses it, where a copy of it would have the GPU waited for every time.
 */
public final class Scalar {
    private static final Shape WITHOUT_AXES = new Shape();

    private Scalar() {}

    /** In float64, which leaves the type of a tensor with axes what it is. */
    public static NDArray of(NDManager scope, double value) {
        return of(scope, value, DataType.FLOAT64);
    }

    /** @param type FLOAT32 or FLOAT64: a float64 number would promote a float32 tensor that has no axes either */
    public static NDArray of(NDManager scope, double value, DataType type) {
        return JniUtils.full((PtNDManager) scope, WITHOUT_AXES, value, type, Device.cpu(), SparseFormat.DENSE);
    }
}
