package io.mlfd.trainer.optim;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.Scalar;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The script does what its formulas say, one tensor operation after the other: not nearly, but in every bit and in every step. */
@ExtendWith(EngineExtension.class)
class UpdateBitsTest {
    private static final double DECAY = 0.05;
    private static final int STEPS = 25;

    private final NDManager manager;
    private final Parameter first;
    private final Parameter second;

    UpdateBitsTest(NDManager manager) {
        this.manager = manager;
        Scope scope = Scope.root(manager, 0);
        first = scope.parameter("first", new Shape(37, 5), Initializer.constant(1));
        second = scope.parameter("second", new Shape(11), Initializer.constant(-2));
        first.assign(manager.randomNormal(new Shape(37, 5)));
    }

    /** One parameter's update in single operations, on state that it remembers. */
    private interface Formula {
        void update(NDArray weight, NDArray gradient, double rate);
    }

    private static final class Adam implements Formula {
        private final NDArray mean;
        private final NDArray square;
        private int steps;

        Adam(NDManager manager, Parameter parameter) {
            mean = manager.zeros(parameter.shape());
            square = manager.zeros(parameter.shape());
        }

        @Override
        public void update(NDArray weight, NDArray gradient, double rate) {
            NDManager scratch = gradient.getManager();
            steps++;
            weight.muli(Scalar.of(scratch, 1 - rate * DECAY));
            mean.addi(gradient.sub(mean).muli(Scalar.of(scratch, 1 - 0.9)));
            square.muli(Scalar.of(scratch, 0.999)).addi(gradient.square().muli(Scalar.of(scratch, 1 - 0.999)));
            NDArray denominator = square.mul(Scalar.of(scratch, 1 / (1 - StrictMath.pow(0.999, steps))))
                    .sqrt()
                    .addi(Scalar.of(scratch, 1e-8));
            weight.subi(mean.mul(Scalar.of(scratch, rate / (1 - StrictMath.pow(0.9, steps))))
                    .divi(denominator));
        }
    }

    private record Descent(double momentum, boolean nesterov, NDArray buffer) implements Formula {
        @Override
        public void update(NDArray weight, NDArray gradient, double rate) {
            NDManager scratch = gradient.getManager();
            NDArray update = gradient.add(weight.mul(Scalar.of(scratch, DECAY)));
            if (momentum != 0) {
                buffer.muli(Scalar.of(scratch, momentum)).addi(update);
                update = nesterov ? update.add(buffer.mul(Scalar.of(scratch, momentum))) : buffer;
            }
            weight.subi(update.mul(Scalar.of(scratch, rate)));
        }
    }

    static Stream<Arguments> updates() {
        return Stream.of(
                Arguments.of("AdamW", optimizer(AdamW::new), (BiFunction<NDManager, Parameter, Formula>) Adam::new),
                Arguments.of("descent", optimizer((g, m) -> new Sgd(g, 0, false, m)), descent(0, false)),
                Arguments.of("momentum", optimizer((g, m) -> new Sgd(g, 0.9, false, m)), descent(0.9, false)),
                Arguments.of("Nesterov", optimizer((g, m) -> new Sgd(g, 0.9, true, m)), descent(0.9, true)));
    }

    private static BiFunction<List<ParameterGroup>, NDManager, Optimizer> optimizer(
            BiFunction<List<ParameterGroup>, NDManager, Optimizer> maker) {
        return maker;
    }

    private static BiFunction<NDManager, Parameter, Formula> descent(double momentum, boolean nesterov) {
        return (manager, parameter) -> new Descent(momentum, nesterov, manager.zeros(parameter.shape()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("updates")
    void everyBitIsThatOfTheFormula(
            String name,
            BiFunction<List<ParameterGroup>, NDManager, Optimizer> maker,
            BiFunction<NDManager, Parameter, Formula> formula) {
        List<Parameter> parameters = List.of(first, second);
        List<NDArray> expected = parameters.stream()
                .map(p -> p.tensor().stopGradient().duplicate())
                .toList();
        List<Formula> formulas =
                parameters.stream().map(p -> formula.apply(manager, p)).toList();
        try (Optimizer optimizer = maker.apply(ParameterGroup.all(parameters, DECAY), manager)) {
            for (int step = 1; step <= STEPS; step++) {
                // The second is not reached by every third step, so the two count differently from then on.
                int reached = step % 3 == 0 ? 1 : 2;
                for (int i = 0; i < reached; i++) {
                    NDArray gradient = manager.randomNormal(parameters.get(i).shape());
                    NDArray weight = parameters.get(i).tensor();
                    Autograd.backward(
                            Autograd.recording(() -> weight.mul(gradient).sum()));
                    formulas.get(i).update(expected.get(i), gradient, 0.01 * step);
                }
                optimizer.step(0.01 * step);
                for (int i = 0; i < parameters.size(); i++) {
                    assertThat(parameters.get(i).tensor().toFloatArray())
                            .as("%s after step %d", parameters.get(i).name(), step)
                            .isEqualTo(expected.get(i).toFloatArray());
                }
            }
        }
    }
}
