package io.mlfd.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the loop relies on in every optimiser. */
@ExtendWith(EngineExtension.class)
class OptimizerContractTest {
    private static final double RATE = 0.01;

    private final TorchEngine engine;
    private final NDManager manager;
    private final Parameter used;
    private final Parameter unused;

    OptimizerContractTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
        Scope scope = Scope.root(manager, 0);
        used = scope.parameter("used", new Shape(3), Initializer.constant(5));
        unused = scope.parameter("unused", new Shape(2), Initializer.constant(5));
    }

    /** Makes one; {@code manager} holds its state. */
    private interface Maker {
        Optimizer make(List<ParameterGroup> groups, NDManager manager);
    }

    static Stream<Named<Maker>> optimizers() {
        return Stream.of(
                Named.of("AdamW", AdamW::new),
                Named.of("descent", (groups, manager) -> new Sgd(groups, 0, false, manager)),
                Named.of("momentum", (groups, manager) -> new Sgd(groups, 0.9, false, manager)),
                Named.of("Nesterov", (groups, manager) -> new Sgd(groups, 0.9, true, manager)));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void onlyWhatAGradientReachedGoesDownAndNoGradientIsLeft(Maker maker) {
        try (Optimizer optimizer = both(maker)) {
            for (int step = 0; step < 3; step++) {
                float before = used.tensor().getFloat(0);
                backward();
                optimizer.step(RATE);
                assertThat(used.tensor().toFloatArray()).doesNotContain(before);
                assertThat(used.tensor().getFloat(0)).isBetween(0f, before);
                assertThat(used.gradient()).isEmpty();
            }
            assertThat(unused.tensor().toFloatArray()).containsOnly(5);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aForgottenGradientAndARateOfZeroMoveNothing(Maker maker) {
        try (Optimizer optimizer = both(maker)) {
            backward();
            optimizer.clearGradients();
            assertThat(used.gradient()).isEmpty();
            optimizer.step(RATE);
            backward();
            optimizer.step(0);
            assertThat(used.tensor().toFloatArray()).containsOnly(5);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void itsStateIsAllThatItRemembers(Maker maker) {
        float[] middle;
        float[] end;
        Map<String, NDArray> state = new LinkedHashMap<>();
        try (Optimizer straight = both(maker)) {
            steps(straight);
            middle = used.tensor().toFloatArray();
            straight.state(manager).forEach((name, tensor) -> state.put(name, tensor.duplicate()));
            steps(straight);
            end = used.tensor().toFloatArray();
        }
        used.assign(manager.create(middle));
        try (Optimizer resumed = both(maker)) {
            resumed.load(state);
            steps(resumed);
        }
        assertThat(used.tensor().toFloatArray()).isEqualTo(end);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aStateThatDoesNotFitIsRefusedAndChangesNothing(Maker maker) {
        try (Optimizer optimizer = both(maker)) {
            steps(optimizer);
            Map<String, NDArray> good = new LinkedHashMap<>();
            optimizer.state(manager).forEach((name, tensor) -> good.put(name, tensor.duplicate()));
            assertRefused(optimizer, with(good, "other.moment", manager.zeros(new Shape(3))), "other.moment");
            for (String name : good.keySet()) {
                assertRefused(optimizer, with(good, name, manager.zeros(new Shape(7))), name);
                Map<String, NDArray> less = new LinkedHashMap<>(good);
                less.remove(name);
                assertRefused(optimizer, less, name);
            }
            assertThat(values(optimizer.state(manager)))
                    .usingRecursiveComparison()
                    .isEqualTo(values(good));
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aStepLeavesNoArrayBehind(Maker maker) {
        try (Optimizer optimizer = both(maker)) {
            int before = engine.manager().getManagedArrays().size();
            steps(optimizer);
            assertThat(engine.manager().getManagedArrays()).hasSize(before);
        }
        assertThat(engine.manager().getManagedArrays())
                .as("the optimiser's state is freed")
                .hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void whatIsNoRateAndAParameterInTwoGroupsAreRefused(Maker maker) {
        try (Optimizer optimizer = both(maker)) {
            for (double rate : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThatThrownBy(() -> optimizer.step(rate)).hasMessageContaining("learningRate: " + rate);
            }
        }
        ParameterGroup group = new ParameterGroup(List.of(used), 0);
        assertThatThrownBy(() -> maker.make(List.of(group, group), manager))
                .hasMessage("parameter used is in two groups");
    }

    private Optimizer both(Maker maker) {
        return maker.make(ParameterGroup.all(List.of(used, unused), 0.1), manager);
    }

    private void steps(Optimizer optimizer) {
        for (int step = 0; step < 3; step++) {
            backward();
            optimizer.step(RATE);
        }
    }

    private static void assertRefused(Optimizer optimizer, Map<String, NDArray> state, String name) {
        assertThatThrownBy(() -> optimizer.check(state))
                .isInstanceOf(OptimizerStateException.class)
                .hasMessageContaining("tensor " + name);
        assertThatThrownBy(() -> optimizer.load(state)).isInstanceOf(OptimizerStateException.class);
    }

    private static Map<String, NDArray> with(Map<String, NDArray> state, String name, NDArray tensor) {
        Map<String, NDArray> changed = new LinkedHashMap<>(state);
        changed.put(name, tensor);
        return changed;
    }

    private static Map<String, List<Number>> values(Map<String, NDArray> state) {
        Map<String, List<Number>> values = new LinkedHashMap<>();
        state.forEach((name, tensor) -> values.put(name, List.of(tensor.toArray())));
        return values;
    }

    /** d/dx of the sum of x^2, which is 2x. */
    private void backward() {
        try (NDManager step = engine.step()) {
            NDArray zero = step.zeros(new Shape(1));
            Autograd.backward(
                    Autograd.recording(() -> zero.add(used.tensor()).square().sum()));
        }
    }
}
