package io.mlfd.trainer.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.FiniteDifferences;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EngineExtension.class)
class ConvolutionTest {
    private static final int INPUTS = 4;
    private static final int SIZE = 5;

    private final NDManager step;

    ConvolutionTest(NDManager step) {
        this.step = step;
    }

    @ParameterizedTest
    @CsvSource({"8,3,1,1,1", "8,3,1,1,2", "4,3,1,1,4", "8,3,2,1,4", "6,1,1,0,2", "4,3,1,2,2", "2,3,2,0,1"})
    void everyOutputIsTheSumOverItsGroupAndItsWindow(int outputs, int kernel, int stride, int padding, int groups) {
        NDArray input = random(2, INPUTS, SIZE, SIZE);
        NDArray weight = random(outputs, INPUTS / groups, kernel, kernel);
        NDArray bias = random(outputs);
        NDArray output = Functional.conv2d(input, weight, Optional.of(bias), stride, padding, groups);

        int size = (SIZE + 2 * padding - kernel) / stride + 1;
        assertThat(output.getShape()).isEqualTo(new Shape(2, outputs, size, size));
        double[] actual = output.toDoubleArray();
        int i = 0;
        for (int n = 0; n < 2; n++) {
            for (int channel = 0; channel < outputs; channel++) {
                for (int y = 0; y < size; y++) {
                    for (int x = 0; x < size; x++) {
                        double expected = bias.getDouble(channel);
                        int first = channel / (outputs / groups) * (INPUTS / groups);
                        for (int c = 0; c < INPUTS / groups; c++) {
                            for (int k = 0; k < kernel * kernel; k++) {
                                int row = y * stride - padding + k / kernel;
                                int column = x * stride - padding + k % kernel;
                                if (row >= 0 && row < SIZE && column >= 0 && column < SIZE) {
                                    expected += input.getDouble(n, first + c, row, column)
                                            * weight.getDouble(channel, c, k / kernel, k % kernel);
                                }
                            }
                        }
                        assertThat(actual[i++]).isCloseTo(expected, within(1e-12));
                    }
                }
            }
        }
    }

    @Test
    void gradientsOfGroupsAreThoseOfFiniteDifferences() {
        NDArray input = random(2, INPUTS, SIZE, SIZE);
        NDArray weight = random(4, 1, 3, 3);
        NDArray bias = random(4);
        FiniteDifferences.check(x -> squares(x, weight, bias), input);
        FiniteDifferences.check(w -> squares(input, w, bias), weight);
        FiniteDifferences.check(b -> squares(input, weight, b), bias);
    }

    @Test
    void depthwiseAndPointwiseLayersHaveTheirWeightAloneAndPyTorchsFirstValues() {
        Scope scope = Scope.root(step, 0);
        NDArray maps = step.ones(new Shape(2, 100, 9, 9));
        NDArray mixed = Conv2d.pointwise(scope.child("pointwise"), 100, 50).forward(maps, Mode.EVAL);
        NDArray apart = Conv2d.depthwise(scope.child("depthwise"), 100).forward(maps, Mode.EVAL);

        assertThat(mixed.getShape()).isEqualTo(new Shape(2, 50, 9, 9));
        assertThat(apart.getShape()).isEqualTo(new Shape(2, 100, 9, 9));
        assertThat(scope.state().variables()).containsOnlyKeys("pointwise.weight", "depthwise.weight");
        checkFirstValues(scope.state().tensors().get("pointwise.weight"), new Shape(50, 100, 1, 1), 100);
        checkFirstValues(scope.state().tensors().get("depthwise.weight"), new Shape(100, 1, 3, 3), 9);
    }

    /** Uniform within 1/sqrt(fan-in): of 900 values and more, one lies in the outermost 2 % but in 1 of 10^7 cases. */
    private static void checkFirstValues(NDArray weight, Shape shape, int fanIn) {
        assertThat(weight.getShape()).isEqualTo(shape);
        double bound = 1 / Math.sqrt(fanIn);
        assertThat((double) weight.abs().max().getFloat()).isBetween(0.98 * bound, bound);
    }

    @Test
    void aDepthwiseLayerLeavesChannelsApart() {
        Scope scope = Scope.root(step, 0, DataType.FLOAT64);
        Conv2d layer = Conv2d.depthwise(scope, 2);
        scope.state()
                .load(Map.of(
                        "weight",
                        step.arange(18f).toType(DataType.FLOAT64, false).reshape(2, 1, 3, 3)));
        NDArray maps = step.create(new double[] {1, 0, 0, 0, 0, 0, 0, 1}).reshape(1, 2, 2, 2);
        // A one at (0, 0) gives the kernel's lower right quarter reversed, a one at (1, 1) its upper left quarter
        // reversed.
        assertThat(layer.forward(maps, Mode.EVAL).toDoubleArray()).containsExactly(4, 3, 1, 0, 17, 16, 14, 13);
    }

    private static NDArray squares(NDArray input, NDArray weight, NDArray bias) {
        return Functional.conv2d(input, weight, Optional.of(bias), 1, 2, INPUTS)
                .square()
                .mean();
    }

    private NDArray random(long... shape) {
        return step.randomNormal(0, 1, new Shape(shape), DataType.FLOAT64);
    }
}
