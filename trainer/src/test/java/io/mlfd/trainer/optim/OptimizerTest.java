package io.mlfd.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineExtension.class)
class OptimizerTest {
    private final TorchEngine engine;
    private final NDManager manager;
    private final Scope scope;

    OptimizerTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        this.scope = Scope.root(manager, 0, DataType.FLOAT64);
    }

    @Test
    void plainDescentFollowsTheGradient() {
        Parameter x = scope.parameter("x", new Shape(1), Initializer.constant(5));
        try (Optimizer optimizer = new Sgd(ParameterGroup.all(List.of(x), 0), 0, false, manager)) {
            backward(x);
            optimizer.step(0.1);
        }
        assertThat(value(x)).isCloseTo(4, within(1e-12));
    }

    /** The first step of Adam is the learning rate whatever the gradient's size. */
    @Test
    void firstStepOfAdamWIsTheLearningRate() {
        Parameter x = scope.parameter("x", new Shape(1), Initializer.constant(5));
        try (Optimizer optimizer = new AdamW(ParameterGroup.all(List.of(x), 0.1), manager)) {
            backward(x);
            optimizer.step(0.01);
        }
        assertThat(value(x)).isCloseTo(5 * (1 - 0.01 * 0.1) - 0.01, within(1e-9));
    }

    @Test
    void groupsDecayByTheirOwnFactor() {
        Parameter matrix = scope.parameter("matrix", new Shape(1, 1), Initializer.constant(4));
        Parameter bias = scope.parameter("bias", new Shape(1), Initializer.constant(4));
        try (Optimizer optimizer = new AdamW(ParameterGroup.decayOnlyMatrices(List.of(matrix, bias), 0.5), manager)) {
            for (Parameter parameter : List.of(matrix, bias)) {
                backward(parameter);
            }
            optimizer.step(0.1);
        }
        assertThat(value(bias)).isCloseTo(3.9, within(1e-8));
        assertThat(value(matrix)).isCloseTo(4 * 0.95 - 0.1, within(1e-8));
    }

    @Test
    void stateThatDoesNotFitIsNamed() {
        Parameter x = scope.parameter("x", new Shape(1), Initializer.constant(5));
        try (Optimizer optimizer = adamW(x)) {
            Map<String, NDArray> state = new HashMap<>(optimizer.state(manager));
            assertThat(state).containsOnlyKeys("x.exp_avg", "x.exp_avg_sq", "x.step");
            state.put("y.exp_avg", manager.zeros(new Shape(1)));
            assertThatThrownBy(() -> optimizer.load(state))
                    .isInstanceOf(OptimizerStateException.class)
                    .hasMessage("tensor y.exp_avg: unexpected in this optimiser's state");
            state.remove("y.exp_avg");
            state.put("x.exp_avg", manager.zeros(new Shape(2), DataType.FLOAT64));
            assertThatThrownBy(() -> optimizer.load(state))
                    .hasMessage("tensor x.exp_avg: is float64 (2), needed is float64 (1)");
            state.remove("x.exp_avg");
            assertThatThrownBy(() -> optimizer.load(state))
                    .hasMessage("tensor x.exp_avg: missing in the optimiser's state");
        }
    }

    @Test
    void refusesAParameterInTwoGroupsAndWrongRates() {
        Parameter x = scope.parameter("x", new Shape(1), Initializer.constant(5));
        ParameterGroup group = new ParameterGroup(List.of(x), 0);
        assertThatThrownBy(() -> new AdamW(List.of(group, group), manager)).hasMessage("parameter x is in two groups");
        assertThatThrownBy(() -> new Sgd(List.of(group), 1, false, manager)).hasMessageContaining("momentum: 1.0");
        assertThatThrownBy(() -> new Sgd(List.of(group), 0, true, manager)).hasMessage("nesterov: needs momentum");
        try (Optimizer optimizer = adamW(x)) {
            assertThatThrownBy(() -> optimizer.step(Double.NaN)).hasMessageContaining("learningRate: NaN");
        }
    }

    private Optimizer adamW(Parameter parameter) {
        return new AdamW(ParameterGroup.all(List.of(parameter), 0.01), manager);
    }

    /** d/dx of the sum of x^2, which is 2x. */
    private void backward(Parameter parameter) {
        try (NDManager step = engine.step()) {
            NDArray zero = step.zeros(new Shape(1), parameter.tensor().getDataType());
            Autograd.backward(Autograd.recording(
                    () -> zero.add(parameter.tensor()).square().sum()));
        }
    }

    private static double value(Parameter parameter) {
        return parameter.tensor().toDoubleArray()[0];
    }
}
