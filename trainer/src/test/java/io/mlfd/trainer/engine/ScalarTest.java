package io.mlfd.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class ScalarTest {
    @Test
    void hasTheValueAndTheTypeAndNoAxes(NDManager scope) {
        NDArray precise = Scalar.of(scope, 0.1);
        NDArray single = Scalar.of(scope, 0.1, DataType.FLOAT32);
        assertThat(precise.getShape()).isEqualTo(new Shape());
        assertThat(precise.getDataType()).isEqualTo(DataType.FLOAT64);
        assertThat(precise.getDouble()).isEqualTo(0.1);
        assertThat(single.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(single.getFloat()).isEqualTo(0.1f);
    }

    @Test
    void stayOnTheCpuAndCombineWithWhatLiesElsewhere(TorchEngine engine, NDManager scope) {
        NDArray tensor = scope.create(new float[] {1, 2});
        NDArray left = Scalar.of(scope, 0.5).mul(tensor);
        NDArray right = tensor.mul(Scalar.of(scope, 0.5));
        assertThat(Scalar.of(scope, 0.5).getDevice()).isEqualTo(Device.cpu());
        assertThat(left.getDevice()).isEqualTo(engine.manager().getDevice());
        assertThat(left.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(left.toFloatArray()).containsExactly(0.5f, 1);
        assertThat(right.toFloatArray()).containsExactly(0.5f, 1);
        assertThat(tensor.sum().mul(Scalar.of(scope, 2, DataType.FLOAT32)).getDevice())
                .isEqualTo(engine.manager().getDevice());
    }

    @Test
    void endsWithItsScope(TorchEngine engine) {
        NDArray scalar;
        try (NDManager scope = engine.step()) {
            scalar = Scalar.of(scope, 3);
        }
        assertThat(scalar.isReleased()).isTrue();
    }
}
