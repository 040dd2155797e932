package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class BufferTest {
    private final TorchEngine engine;
    private final NDManager manager;

    BufferTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    @Test
    void someRowsAreReplacedByCopiesAndTheOthersStay() {
        Buffer buffer = Scope.root(manager, 0).buffer("memory", new Shape(4, 2), Initializer.constant(1));
        NDArray before = buffer.tensor();
        int arrays = manager.getManagedArrays().size();
        try (NDManager scope = engine.step()) {
            NDArray rows = scope.create(new float[] {2, 3, 4, 5}, new Shape(2, 2));
            buffer.assignRows(scope.create(new long[] {3, 0}), rows);
            rows.muli(scope.create(0f));
        }
        try (NDManager scope = engine.step()) {
            // In a scope of its own: what is read off a GPU comes by a copy that joins the tensor's manager.
            NDArray view = buffer.tensor().stopGradient();
            view.attach(scope);
            assertThat(view.toFloatArray()).containsExactly(4, 5, 1, 1, 1, 1, 2, 3);
        }
        assertThat(buffer.tensor()).isSameAs(before);
        assertThat(manager.getManagedArrays()).hasSize(arrays);
    }
}
