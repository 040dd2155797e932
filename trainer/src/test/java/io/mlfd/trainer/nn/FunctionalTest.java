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
import io.mlfd.trainer.engine.FiniteDifferences;
import io.mlfd.trainer.engine.TorchEngine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class FunctionalTest {
    private final TorchEngine engine;
    private final NDManager step;

    FunctionalTest(TorchEngine engine, NDManager step) {
        this.engine = engine;
        this.step = step;
    }

    @Test
    void averagePoolingTakesMeansOfTiles() {
        NDArray maps = step.arange(16f).reshape(1, 1, 4, 4);
        assertThat(Functional.averagePoolTo(maps, 2).toFloatArray()).containsExactly(2.5f, 4.5f, 10.5f, 12.5f);
        assertThat(Functional.averagePoolTo(maps, 1).toFloatArray()).containsExactly(7.5f);
        assertThat(Functional.averagePoolTo(maps, 4)).isSameAs(maps);
        assertThat(Functional.globalAveragePool(maps).getShape()).isEqualTo(new Shape(1, 1));
        assertThat(Functional.globalAveragePool(maps).toFloatArray()).containsExactly(7.5f);
    }

    @Test
    void theMeanOfTensorsIsElementByElement() {
        NDArray one = step.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
        NDArray other = step.create(new float[] {3, 0, -3, 8}, new Shape(2, 2));
        NDArray mean = Functional.mean(List.of(one, other));
        assertThat(mean.getShape()).isEqualTo(new Shape(2, 2));
        assertThat(mean.toFloatArray()).containsExactly(2, 1, 0, 6);
    }

    @Test
    void averagePoolingRefusesWhatIsNoTiling() {
        NDArray maps = step.zeros(new Shape(1, 1, 9, 9));
        for (int size : new int[] {5, 18, 0}) {
            assertThatThrownBy(() -> Functional.averagePoolTo(maps, size))
                    .hasMessage("maps of shape (1, 1, 9, 9) cannot be averaged over tiles to " + size + "x" + size);
        }
    }

    @Test
    void leakyReluKeepsALittleOfWhatIsNegative() {
        NDArray x = step.create(new double[] {-2, -0.5, 0, 3});
        assertThat(Functional.leakyRelu(x, 0.1).toDoubleArray()).containsExactly(-0.2, -0.05, 0, 3);
        NDArray factors = step.create(new double[] {1, 2, 3});
        FiniteDifferences.check(
                y -> Functional.leakyRelu(y, 0.1).mul(factors).sum(), step.create(new double[] {-2, -0.5, 3}));
    }

    @Test
    void theSigmoidIsThatOfPlainNumbers() {
        double[] x = {-30, -0.5, 0, 2};
        assertThat(Functional.sigmoid(step.create(x)).toDoubleArray())
                .containsExactly(
                        Arrays.stream(x).map(v -> 1 / (1 + Math.exp(-v))).toArray(), within(1e-15));
        NDArray factors = step.create(new double[] {1, 2, 3});
        FiniteDifferences.check(y -> Functional.sigmoid(y).mul(factors).sum(), step.create(new double[] {-2, -0.5, 3}));
    }

    @Test
    void softplusNeitherOverflowsNorVanishesWithItsGradient() {
        NDArray x = step.create(new double[] {-800, -1, 0, 2, 800});
        assertThat(Functional.softplus(x).toDoubleArray())
                .containsExactly(
                        new double[] {0, Math.log1p(Math.exp(-1)), Math.log(2), Math.log1p(Math.exp(2)), 800},
                        within(1e-12));
        NDArray factors = step.create(new double[] {1, 2, 3});
        FiniteDifferences.check(y -> Functional.softplus(y).mul(factors).sum(), step.create(new double[] {-2, 0, 30}));
    }

    @Test
    void aNormalizedSampleHasTheLengthOneOverAllItsElements() {
        NDArray maps = step.create(new double[] {3, 0, 0, 4, 0, 0, 0, 0, 0, -5e-9, 0, 0})
                .reshape(3, 2, 2, 1);
        NDArray normalized = Functional.normalizeSamples(maps, 1e-8);
        assertThat(normalized.getShape()).isEqualTo(maps.getShape());
        assertThat(normalized.toDoubleArray())
                .containsExactly(new double[] {0.6, 0, 0, 0.8, 0, 0, 0, 0, 0, -0.5, 0, 0}, within(1e-12));
    }

    @Test
    void gradientsOfNormalizedSamplesAreThoseOfFiniteDifferencesAndFiniteAtZero() {
        NDArray factors = step.randomNormal(0, 1, new Shape(2, 3, 2, 2), DataType.FLOAT64);
        FiniteDifferences.check(
                x -> Functional.normalizeSamples(x, 1e-8).mul(factors).sum(),
                step.randomNormal(0, 2, new Shape(2, 3, 2, 2), DataType.FLOAT64));

        NDArray zeros = step.zeros(new Shape(1, 2), DataType.FLOAT64);
        zeros.setRequiresGradient(true);
        Autograd.backward(
                Autograd.recording(() -> Functional.normalizeSamples(zeros, 0.5).sum()));
        assertThat(Autograd.gradient(zeros).orElseThrow().toDoubleArray()).containsExactly(2, 2);
    }

    @Test
    void dropoutKeepsTheMeanAndIsOffInEvaluation() {
        engine.seed(1);
        NDArray ones = step.ones(new Shape(10_000));
        float[] dropped = new Dropout(0.9).forward(ones, Mode.TRAIN).toFloatArray();
        int kept = 0;
        for (float value : dropped) {
            assertThat(value).isIn(0f, dropped[firstKept(dropped)]);
            kept += value == 0 ? 0 : 1;
        }
        // Four standard deviations of a binomial with n = 10,000 and p = 0.1.
        assertThat(kept).isBetween(880, 1120);
        assertThat(dropped[firstKept(dropped)]).isCloseTo(10, within(1e-5f));
        assertThat(new Dropout(0.9).forward(ones, Mode.EVAL)).isSameAs(ones);
        assertThat(new Dropout(0).forward(ones, Mode.TRAIN)).isSameAs(ones);
        assertThatThrownBy(() -> new Dropout(1)).hasMessage("dropout: 1.0 is not in [0, 1)");
    }

    @Test
    void convolutionAndLinearLayersHaveTheShapesAndBiasesTheySay() {
        Scope scope = Scope.root(step, 0);
        NDArray maps = step.zeros(new Shape(2, 3, 9, 9));
        assertThat(Conv2d.threeByThree(scope.child("a"), 3, 4, 2)
                        .forward(maps, Mode.EVAL)
                        .getShape())
                .isEqualTo(new Shape(2, 4, 5, 5));
        float[] ofZeros = Conv2d.oneByOne(scope.child("b"), 3, 4)
                .forward(maps, Mode.EVAL)
                .get(0, 0)
                .toFloatArray();
        assertThat(ofZeros).containsOnly(scope.state().tensors().get("b.bias").toFloatArray()[0]);
        assertThat(new Linear(scope.child("c"), 5, 2)
                        .forward(step.zeros(new Shape(1, 5)), Mode.EVAL)
                        .toFloatArray())
                .isEqualTo(scope.state().tensors().get("c.bias").toFloatArray());
        float[] biased = Conv2d.threeByThreeWithBias(scope.child("d"), 3, 4)
                .forward(maps, Mode.EVAL)
                .get(0, 1)
                .toFloatArray();
        assertThat(biased)
                .hasSize(81)
                .containsOnly(scope.state().tensors().get("d.bias").toFloatArray()[1]);
        assertThat(scope.state().variables())
                .containsOnlyKeys("a.weight", "b.weight", "b.bias", "c.weight", "c.bias", "d.weight", "d.bias");
    }

    private static int firstKept(float[] values) {
        int i = 0;
        while (values[i] == 0) {
            i++;
        }
        return i;
    }
}
