package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class DropPathTest {
    private static final double P = 0.25;

    private final NDManager manager;

    DropPathTest(NDManager manager) {
        this.manager = manager;
    }

    /** Of 4,000 draws the share lies within four standard deviations, 0.027, of what it is to be. */
    @Test
    void wholeSamplesAreLeftOutAndTheOthersMakeUpForThem() {
        NDArray branch = manager.ones(new Shape(4000, 2, 3), DataType.FLOAT64);
        double[] dropped = new DropPath(P).forward(branch, Mode.TRAIN).toDoubleArray();
        int left = 0;
        for (int sample = 0; sample < 4000; sample++) {
            double first = dropped[6 * sample];
            for (int i = 0; i < 6; i++) {
                assertThat(dropped[6 * sample + i]).isEqualTo(first).isIn(0.0, 1 / (1 - P));
            }
            left += first == 0 ? 1 : 0;
        }
        assertThat(left / 4000.0).isCloseTo(P, within(0.027));
    }

    @Test
    void gradientsReachTheSamplesThatStay() {
        NDArray branch = manager.ones(new Shape(50, 2));
        branch.setRequiresGradient(true);
        NDArray dropped = Autograd.recording(() -> new DropPath(P).forward(branch, Mode.TRAIN));
        Autograd.backward(Autograd.recording(dropped::sum));
        assertThat(Autograd.gradient(branch).orElseThrow().toFloatArray()).isEqualTo(dropped.toFloatArray());
    }

    @Test
    void itGrowsFromNothingInTheFirstBlockToTheLastBlock() {
        List<Integer> depths = List.of(2, 1, 3);
        assertThat(DropPath.growing(0.5, depths, 0, 0).p()).isZero();
        assertThat(DropPath.growing(0.5, depths, 0, 1).p()).isEqualTo(0.1);
        assertThat(DropPath.growing(0.5, depths, 1, 0).p()).isEqualTo(0.2);
        assertThat(DropPath.growing(0.5, depths, 2, 2).p()).isEqualTo(0.5);
    }

    @Test
    void nothingIsDroppedInEvaluationOrAtZero() {
        NDArray branch = manager.ones(new Shape(8, 2));
        assertThat(new DropPath(P).forward(branch, Mode.EVAL)).isSameAs(branch);
        assertThat(new DropPath(0).forward(branch, Mode.TRAIN)).isSameAs(branch);
        assertThatThrownBy(() -> new DropPath(1)).hasMessage("drop path: 1.0 is not in [0, 1)");
    }
}
