package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.metrics.NotFiniteException;
import java.util.Map;

/** Keeps what is not finite out of checkpoints. */
final class FiniteTensors {
    private FiniteTensors() {}

    /** @throws NotFiniteException naming the first tensor that holds NaN or infinity */
    static void require(long step, Map<String, NDArray> tensors, NDManager scratch) {
        tensors.forEach((name, tensor) -> {
            NDArray view = tensor.stopGradient();
            view.attach(scratch);
            // x - x is 0 for finite x and NaN for NaN and infinities, and so is their sum.
            float sum = view.sub(view).sum().getFloat();
            if (Float.isNaN(sum)) {
                throw new NotFiniteException(
                        "tensor " + name + " holds NaN or infinity after step " + step + ": lower the learning rate");
            }
        });
    }
}
