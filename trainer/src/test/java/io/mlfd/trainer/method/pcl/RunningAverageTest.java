package io.mlfd.trainer.method.pcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.mlfd.plan.network.NetworkShape;
import io.mlfd.plan.network.NetworkShapes;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.nn.Network;
import io.mlfd.trainer.nn.Networks;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EngineExtension.class)
class RunningAverageTest {
    private static final NetworkShape SHAPE = NetworkShapes.named("resnet8").withWidth(1);

    private final NDManager manager;
    private final StateDict followed;
    private final StateDict average;

    RunningAverageTest(NDManager manager) {
        this.manager = manager;
        Scope root = Scope.root(manager, 1, DataType.FLOAT64);
        Network network = Networks.build(SHAPE, 3, root.child("followed"));
        followed = network.state();
        average = Networks.build(SHAPE, 3, root.child("average").unlearned()).state();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0.5", "2, 0.66666666666666667", "999, 0.999", "5000, 0.999", "998, 0.998998998998999"})
    void whatIsKeptRisesToTheDecay(long step, double kept) {
        RunningAverage running = new RunningAverage(average, followed, 0.999);
        assertThat(running.phi(step)).isCloseTo(kept, within(1e-12));
    }

    @Test
    void itBeginsWithTheValuesThatItFollowsAndThenHasItsOwn() {
        assertThat(values(average)).usingRecursiveComparison().isNotEqualTo(values(followed));
        new RunningAverage(average, followed, 0.9);
        Map<String, double[]> first = values(followed);
        assertThat(values(average)).usingRecursiveComparison().isEqualTo(first);

        fill(2);

        assertThat(values(average)).usingRecursiveComparison().isEqualTo(first);
    }

    /** Weights and running statistics alike: the plain mean of the values after each step, then an exponential one. */
    @Test
    void everyVariableIsThePlainMeanOverAllStepsUntilTheDecayIsReached() {
        RunningAverage running = new RunningAverage(average, followed, 0.75);
        List<Double> seen = new ArrayList<>();
        double expected = 0;
        for (int step = 0; step < 9; step++) {
            double value = Math.sin(step) + 2;
            fill(value);
            seen.add(value);
            double plain = seen.stream().mapToDouble(v -> v).average().orElseThrow();
            expected = step < 4 ? plain : 0.75 * expected + 0.25 * value;
            stepped(running, step);
            for (Map.Entry<String, double[]> variable : values(average).entrySet()) {
                for (double own : variable.getValue()) {
                    assertThat(own)
                            .as("%s after step %d", variable.getKey(), step)
                            .isCloseTo(expected, within(1e-12));
                }
            }
        }
        assertThat(average.variables().keySet()).contains("bn1.running_mean", "bn1.running_var", "fc.weight");
    }

    @Test
    void afterTheFirstStepItIsWhatItFollows() {
        RunningAverage running = new RunningAverage(average, followed, 0.999);
        fill(0.1);
        stepped(running, 0);
        assertThat(values(average)).usingRecursiveComparison().isEqualTo(values(followed));
    }

    @Test
    void stepsLeaveNothingBehind() {
        RunningAverage running = new RunningAverage(average, followed, 0.9);
        int before = manager.getManagedArrays().size();
        for (int step = 0; step < 5; step++) {
            stepped(running, step);
        }
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource({"1", "-0.1", "NaN"})
    void whatIsNoDecayIsRefused(double decay) {
        assertThatThrownBy(() -> new RunningAverage(average, followed, decay))
                .hasMessage("decay: " + decay + " is not in [0, 1)");
    }

    private void stepped(RunningAverage running, long step) {
        try (NDManager scope = manager.newSubManager()) {
            Autograd.withoutRecording(() -> running.stepped(step, scope));
        }
    }

    private void fill(double value) {
        try (NDManager scratch = manager.newSubManager()) {
            followed.variables().values().forEach(variable -> {
                NDArray filled =
                        scratch.ones(variable.shape(), DataType.FLOAT64).mul(scratch.create(value));
                variable.assign(filled);
            });
        }
    }

    private static Map<String, double[]> values(StateDict state) {
        Map<String, double[]> values = new LinkedHashMap<>();
        state.tensors().forEach((name, tensor) -> values.put(name, tensor.toDoubleArray()));
        return values;
    }
}
