package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.EngineExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class BatchNormTest {
    private final NDManager step;

    BatchNormTest(NDManager step) {
        this.step = step;
    }

    @Test
    void aBatchThatWasCountedIsNormalisedByItselfAndNotCountedAgain() {
        Scope scope = Scope.root(step, 0);
        BatchNorm norm = new BatchNorm(scope, 2);
        NDArray batch = step.create(new float[] {1, 5, 3, -5, 8, 0}, new Shape(3, 2));
        float[] first = norm.forward(batch, Mode.TRAIN).toFloatArray();
        float[] mean = scope.state().tensors().get("running_mean").toFloatArray();
        float[] variance = scope.state().tensors().get("running_var").toFloatArray();
        assertThat(mean).containsExactly(0.4f, 0);

        assertThat(norm.forward(batch, Mode.TRAIN_AGAIN).toFloatArray()).isEqualTo(first);

        assertThat(scope.state().tensors().get("running_mean").toFloatArray()).isEqualTo(mean);
        assertThat(scope.state().tensors().get("running_var").toFloatArray()).isEqualTo(variance);
        assertThatThrownBy(() -> norm.forward(step.ones(new Shape(1, 2)), Mode.TRAIN_AGAIN))
                .isInstanceOf(SingleValueException.class);
    }

    @Test
    void oneValueOfAChannelIsRefusedInTrainingAndLeavesTheStatisticsAsTheyAre() {
        Scope scope = Scope.root(step, 0);
        BatchNorm norm = new BatchNorm(scope, 3);
        NDArray single = step.ones(new Shape(1, 3, 1, 1));
        for (NDArray input : new NDArray[] {single, single.reshape(1, 3)}) {
            assertThatThrownBy(() -> norm.forward(input, Mode.TRAIN))
                    .isInstanceOf(SingleValueException.class)
                    .hasMessage("batch normalisation of " + input.getShape()
                            + ": a single value of a channel has no variance;"
                            + " use a batchSize of 2 or more, or larger images");
        }
        assertThat(scope.state().tensors().get("running_var").toFloatArray()).containsExactly(1, 1, 1);
        assertThat(norm.forward(single, Mode.EVAL).toFloatArray()).doesNotContain(Float.NaN);
        assertThat(norm.forward(step.ones(new Shape(2, 3, 1, 1)), Mode.TRAIN).toFloatArray())
                .containsOnly(0f);
        assertThat(norm.forward(step.ones(new Shape(1, 3, 2, 1)), Mode.TRAIN).toFloatArray())
                .containsOnly(0f);
    }
}
