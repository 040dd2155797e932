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
import io.mlfd.trainer.engine.FiniteDifferences;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class LossesTest {
    /** Changes a divergence of float64 by less than what is looked at. */
    private static final double NEXT_TO_NOTHING = 1e-15;

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

    /** Softened at 2, q = (1/2, 1/2) and (1/2, 1/2), p = (3/4, 1/4) and (1/2, 1/2). */
    @Test
    void divergenceIsThatOfTheSoftenedProbabilities() {
        NDArray logits = step.create(new double[] {1, 1, 5, 5}).reshape(2, 2);
        NDArray teacher = step.create(new double[] {2 * Math.log(3), 0, 0, 0}).reshape(2, 2);
        double divergence = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
        assertThat(Losses.kullbackLeibler(logits, teacher, 2, NEXT_TO_NOTHING).getDouble())
                .isCloseTo(4 * divergence / 2, within(1e-12));

        assertThat(Losses.kullbackLeibler(logits, teacher, 2).getDouble()).isCloseTo(4 * divergence / 2, within(1e-15));

        double a = 0.125;
        double first = (0.75 + a) * Math.log((0.75 + a) / 0.5) + (0.25 + a) * Math.log((0.25 + a) / 0.5);
        double second = 2 * (0.5 + a) * Math.log((0.5 + a) / 0.5);
        assertThat(Losses.kullbackLeibler(logits, teacher, 2, a).getDouble())
                .isCloseTo(4 * (first + second) / 2, within(1e-12));
    }

    @Test
    void divergenceFromItselfIsZeroAndElsewhereThatOfTheCrossEntropyWithoutTheEntropy() {
        NDArray logits = random(4, 5);
        NDArray teacher = random(4, 5);
        assertThat(Losses.kullbackLeibler(logits, logits, 3, NEXT_TO_NOTHING).getDouble())
                .isCloseTo(0, within(1e-12));
        assertThat(Losses.kullbackLeibler(logits, logits, 3).getDouble()).isZero();
        double entropy = Losses.softCrossEntropy(teacher, teacher, 3).getDouble();
        assertThat(Losses.kullbackLeibler(logits, teacher, 3, NEXT_TO_NOTHING).getDouble())
                .isPositive()
                .isCloseTo(Losses.softCrossEntropy(logits, teacher, 3).getDouble() - entropy, within(1e-12));
    }

    /** In float32 the smaller probability is 0, whose own logarithm would make the product no number. */
    @Test
    void divergenceFromATeacherWithAProbabilityOfZeroIsFinite() {
        NDArray logits = step.zeros(new Shape(1, 2));
        NDArray teacher = step.create(new float[] {1000, 0}).reshape(1, 2);
        logits.setRequiresGradient(true);
        NDArray divergence = Autograd.recording(() -> Losses.kullbackLeibler(logits, teacher, 1));
        Autograd.backward(divergence);
        assertThat(divergence.getFloat()).isCloseTo((float) Math.log(2), within(1e-6f));
        assertThat(Autograd.gradient(logits).orElseThrow().toFloatArray()).containsExactly(-0.5f, 0.5f);
    }

    /** In float32 the smaller probability is 0, and only what is added gives it a logarithm. */
    @Test
    void divergenceFromACertainTeacherIsFinite() {
        NDArray logits = step.zeros(new Shape(1, 2));
        NDArray teacher = step.create(new float[] {1000, 0}).reshape(1, 2);
        assertThat(Losses.kullbackLeibler(logits, teacher, 1, 1e-7).getFloat())
                .isCloseTo((float) Math.log(2), within(1e-5f));
    }

    @Test
    void meanAbsoluteErrorIsOverAllElementsAndFlatWhereBothAgree() {
        NDArray features = step.create(new float[] {1, -2, 3, 4}).reshape(1, 2, 2, 1);
        NDArray target = step.create(new float[] {0, 0, 3, 0}).reshape(1, 2, 2, 1);
        assertThat(Losses.meanAbsoluteError(features, target).getFloat()).isEqualTo(1.75f);

        features.setRequiresGradient(true);
        Autograd.backward(Autograd.recording(() -> Losses.meanAbsoluteError(features, target)));
        assertThat(Autograd.gradient(features).orElseThrow().toFloatArray()).containsExactly(0.25f, -0.25f, 0, 0.25f);
    }

    @Test
    void noGradientReachesATarget() {
        NDArray logits = random(4, 5);
        NDArray teacher = random(4, 5);
        logits.setRequiresGradient(true);
        teacher.setRequiresGradient(true);
        Autograd.backward(Autograd.recording(() -> Losses.softCrossEntropy(logits, teacher, 2)
                .add(Losses.meanSquaredError(logits, teacher))
                .add(Losses.kullbackLeibler(logits, teacher, 3, 1e-7))
                .add(Losses.kullbackLeibler(logits, teacher, 3))
                .add(Losses.meanAbsoluteError(logits, teacher))));
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
        checkGradient(logits -> Losses.kullbackLeibler(logits, teacher, 1));
        checkGradient(logits -> Losses.kullbackLeibler(logits, teacher, 3));
        checkGradient(logits -> Losses.kullbackLeibler(logits, teacher, 3, 1e-7));
        checkGradient(logits -> Losses.kullbackLeibler(logits, teacher, 1, 0.1));
        checkGradient(logits -> Losses.meanAbsoluteError(logits, teacher));
    }

    @Test
    void stayInTheTypeOfTheirInput() {
        NDArray logits = step.zeros(new Shape(2, 3));
        assertThat(Losses.crossEntropy(logits, step.create(new long[] {0, 1}), 0.1)
                        .getDataType())
                .isEqualTo(DataType.FLOAT32);
        assertThat(Losses.softCrossEntropy(logits, logits, 2).getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(Losses.kullbackLeibler(logits, logits, 3).getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(Losses.kullbackLeibler(logits, logits, 3, 1e-7).getDataType())
                .isEqualTo(DataType.FLOAT32);
        assertThat(Losses.meanAbsoluteError(logits, logits).getDataType()).isEqualTo(DataType.FLOAT32);
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
        assertThatThrownBy(() -> Losses.kullbackLeibler(logits, step.zeros(new Shape(2, 4)), 2, 1e-7))
                .hasMessage("logits have shape (2, 3) but their target (2, 4)");
        assertThatThrownBy(() -> Losses.kullbackLeibler(logits, logits, 0))
                .hasMessage("temperature: 0.0 is not positive");
        assertThatThrownBy(() -> Losses.kullbackLeibler(logits, logits, Double.NaN, 1e-7))
                .hasMessage("temperature: NaN is not positive");
        assertThatThrownBy(() -> Losses.kullbackLeibler(logits, logits, 3, 0)).hasMessage("added: 0.0 is not positive");
        assertThatThrownBy(() -> Losses.meanAbsoluteError(logits, step.zeros(new Shape(1, 3))))
                .hasMessageContaining("their target (1, 3)");
        assertThatThrownBy(() -> Losses.meanSquaredError(logits, step.zeros(new Shape(1, 3))))
                .hasMessageContaining("their target (1, 3)");
    }

    private void checkGradient(UnaryOperator<NDArray> loss) {
        FiniteDifferences.check(loss, random(4, 5));
    }

    private NDArray random(long rows, long columns) {
        return step.randomNormal(0, 2, new Shape(rows, columns), DataType.FLOAT64);
    }
}
