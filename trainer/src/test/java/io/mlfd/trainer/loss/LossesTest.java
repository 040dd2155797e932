package io.mlfd.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class LossesTest {
    private final NDManager step;

    LossesTest(NDManager step) {
        this.step = step;
    }

    @Test
    void crossEntropyOfEqualLogitsIsTheLogarithmOfTheClassCount() {
        NDArray logits = step.zeros(new Shape(2, 5));
        NDArray labels = step.create(new long[] {0, 4});
        for (double smoothing : new double[] {0, 0.3}) {
            assertThat(Losses.crossEntropy(logits, labels, smoothing).getFloat())
                    .isCloseTo((float) Math.log(5), within(1e-6f));
        }
    }

    /** p = (3/4, 1/4), target (1 - e + e/2, e/2). */
    @Test
    void smoothingMixesInTheUniformDistribution() {
        NDArray logits = step.create(new double[] {Math.log(3), 0}).reshape(1, 2);
        NDArray labels = step.create(new long[] {0});
        double expected = -0.9 * Math.log(0.75) - 0.1 * Math.log(0.25);
        assertThat(Losses.crossEntropy(logits, labels, 0.2).getDouble()).isCloseTo(expected, within(1e-12));
    }

    /** With teacher = student the value is tau^2 times the entropy of the softened probabilities (1/2, 1/2) and (3/4, 1/4). */
    @Test
    void softCrossEntropyWithItselfIsTheEntropy() {
        NDArray logits = step.create(new double[] {1, 1, 2 * Math.log(3), 0}).reshape(2, 2);
        double entropy = (Math.log(2) - 0.75 * Math.log(0.75) - 0.25 * Math.log(0.25)) / 2;
        assertThat(Losses.softCrossEntropy(logits, logits, 2).getDouble()).isCloseTo(4 * entropy, within(1e-12));
    }

    @Test
    void meanSquaredErrorHasNoHalf() {
        NDArray features = step.create(new float[] {1, 2, 3, 4}).reshape(1, 2, 2, 1);
        assertThat(Losses.meanSquaredError(features, step.zeros(features.getShape()))
                        .getFloat())
                .isEqualTo(7.5f);
    }

    @Test
    void noGradientReachesATarget() {
        NDArray logits = random(4, 5);
        NDArray teacher = random(4, 5);
        logits.setRequiresGradient(true);
        teacher.setRequiresGradient(true);
        Autograd.backward(Autograd.recording(
                () -> Losses.softCrossEntropy(logits, teacher, 2).add(Losses.meanSquaredError(logits, teacher))));
        assertThat(Autograd.gradient(teacher)).isEmpty();
        assertThat(Autograd.gradient(logits)).isPresent();
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        NDArray labels = step.create(new long[] {1, 0, 4, 2});
        NDArray teacher = random(4, 5);
        checkGradient(logits -> Losses.crossEntropy(logits, labels, 0));
        checkGradient(logits -> Losses.crossEntropy(logits, labels, 0.1));
        checkGradient(logits -> Losses.softCrossEntropy(logits, teacher, 2));
        checkGradient(logits -> Losses.softCrossEntropy(logits, teacher, 0.5));
        checkGradient(logits -> Losses.meanSquaredError(logits, teacher));
    }

    @Test
    void stayInTheTypeOfTheirInput() {
        NDArray logits = step.zeros(new Shape(2, 3));
        assertThat(Losses.crossEntropy(logits, step.create(new long[] {0, 1}), 0.1)
                        .getDataType())
                .isEqualTo(DataType.FLOAT32);
        assertThat(Losses.softCrossEntropy(logits, logits, 2).getDataType()).isEqualTo(DataType.FLOAT32);
    }

    @Test
    void refuseWhatDoesNotFit() {
        NDArray logits = step.zeros(new Shape(2, 3));
        assertThatThrownBy(() -> Losses.crossEntropy(logits, step.create(new long[] {0}), 0))
                .hasMessage("labels are int64 (1), needed is int64 (2)");
        assertThatThrownBy(() -> Losses.crossEntropy(logits, step.create(new long[] {0, 1}), 1))
                .hasMessage("labelSmoothing: 1.0 is not in [0, 1)");
        assertThatThrownBy(() -> Losses.softCrossEntropy(logits, step.zeros(new Shape(2, 4)), 2))
                .hasMessage("logits have shape (2, 3) but their target (2, 4)");
        assertThatThrownBy(() -> Losses.softCrossEntropy(logits, logits, 0))
                .hasMessage("temperature: 0.0 is not positive");
        assertThatThrownBy(() -> Losses.meanSquaredError(logits, step.zeros(new Shape(1, 3))))
                .hasMessageContaining("their target (1, 3)");
    }

    /** Central differences in float64 at h = 1e-5: truncation about 1e-10, rounding about 1e-11. */
    private void checkGradient(UnaryOperator<NDArray> loss) {
        NDArray at = random(4, 5);
        double[] point = at.toDoubleArray();
        at.setRequiresGradient(true);
        Autograd.backward(Autograd.recording(() -> loss.apply(at)));
        double[] gradient = Autograd.gradient(at).orElseThrow().toDoubleArray();
        double h = 1e-5;
        for (int i = 0; i < point.length; i++) {
            double value = point[i];
            point[i] = value + h;
            double above = loss.apply(step.create(point, at.getShape())).getDouble();
            point[i] = value - h;
            double below = loss.apply(step.create(point, at.getShape())).getDouble();
            point[i] = value;
            assertThat(gradient[i]).isCloseTo((above - below) / (2 * h), within(1e-8));
        }
    }

    private NDArray random(long rows, long columns) {
        return step.randomNormal(0, 2, new Shape(rows, columns), DataType.FLOAT64);
    }
}
