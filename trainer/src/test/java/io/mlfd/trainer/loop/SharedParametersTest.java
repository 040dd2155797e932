package io.mlfd.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.optim.OptimizerStateException;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A parameter that several optimisers move, each in a phase of its own and with a state of its own. */
@ExtendWith(EngineExtension.class)
class SharedParametersTest {
    private static final int EPOCHS = 3;
    private static final int STEPS = EPOCHS * TwoMasters.STEPS_PER_EPOCH;

    private final TorchEngine engine;
    private final NDManager manager;

    @TempDir
    private Path root;

    SharedParametersTest(TorchEngine engine, NDManager manager) {
        this.engine = engine;
        this.manager = manager;
    }

    /** The same in plain arithmetic: the momentum of one never sees the gradients of the other. */
    @Test
    void everyOptimiserMovesItByItsOwnGradientAndItsOwnState() {
        double w = TwoMasters.SERVANT;
        double b = TwoMasters.FREE;
        double momentumOfW = 0;
        double momentumOfB = 0;
        double mean = 0;
        double square = 0;
        for (int step = 0; step < STEPS; step++) {
            double gradient = 2 * (w + b - Duel.target(step));
            momentumOfW = 0.9 * momentumOfW + gradient + 0.01 * w;
            momentumOfB = 0.9 * momentumOfB + gradient + 0.01 * b;
            w -= 0.05 * momentumOfW;
            b -= 0.05 * momentumOfB;
            double rate = 0.02 / 2 * (1 + Math.cos(Math.PI * step / STEPS));
            gradient = 2 * (w * b - 1) * b;
            w -= rate * 0.1 * w;
            mean += 0.1 * (gradient - mean);
            square = 0.999 * square + 0.001 * gradient * gradient;
            w -= rate
                    * (mean / (1 - Math.pow(0.9, step + 1)))
                    / (Math.sqrt(square / (1 - Math.pow(0.999, step + 1))) + 1e-8);
        }
        TwoMasters masters = new TwoMasters(manager, StopSignal.never());
        train("closed", masters);
        Map<String, NDArray> tensors = masters.state().tensors();
        assertThat((double) tensors.get("servant.weight").getFloat(0)).isCloseTo(w, within(1e-5));
        assertThat((double) tensors.get("free.weight").getFloat(0)).isCloseTo(b, within(1e-5));
    }

    @Test
    void aCheckpointHasTheirStatesUnderTheirNames() {
        train("masters", new TwoMasters(manager, StopSignal.never()));
        assertThat(moments("masters"))
                .containsOnlyKeys(
                        "second/servant.weight.exp_avg",
                        "second/servant.weight.exp_avg_sq",
                        "second/servant.weight.step",
                        "first/servant.weight.momentum_buffer",
                        "first/free.weight.momentum_buffer");
    }

    @Test
    void whereNothingIsSharedACheckpointGoesByTheParameters() {
        train("duel", new Duel(manager, StopSignal.never()));
        assertThat(moments("duel"))
                .containsOnlyKeys(
                        "critic.weight.momentum_buffer",
                        "maker.weight.exp_avg",
                        "maker.weight.exp_avg_sq",
                        "maker.weight.step");
    }

    @Test
    void statesThatAreMissingOrNobodysAreNamed() {
        TwoMasters masters = new TwoMasters(manager, StopSignal.never());
        try (Optimisers optimisers =
                new Optimisers(masters.optimised(), masters.state(), new UpdateSteps(1, STEPS), STEPS, manager)) {
            Map<String, NDArray> state = new LinkedHashMap<>(optimisers.state(manager));
            optimisers.check(state, manager);
            NDArray momentum = state.remove("first/servant.weight.momentum_buffer");
            assertThatThrownBy(() -> optimisers.check(state, manager))
                    .isInstanceOf(OptimizerStateException.class)
                    .hasMessageContaining("servant.weight.momentum_buffer: missing");
            state.put("first/servant.weight.momentum_buffer", momentum);
            state.put("servant.weight.momentum_buffer", momentum);
            assertThatThrownBy(() -> optimisers.check(state, manager))
                    .hasMessage("tensor servant.weight.momentum_buffer: unexpected in the state of [second, first]");
        }
    }

    @Test
    void everyOptimiserHasARateOfItsOwn() {
        TwoMasters masters = new TwoMasters(manager, StopSignal.never());
        try (Optimisers optimisers =
                new Optimisers(masters.optimised(), masters.state(), new UpdateSteps(1, STEPS), STEPS, manager)) {
            assertThat(optimisers.learningRates(STEPS / 2))
                    .containsExactly(
                            Map.entry("second", 0.02 * (1 + Math.cos(Math.PI / 2)) / 2), Map.entry("first", 0.05));
        }
    }

    @Test
    void aPhaseThatMovesItTwiceIsNamed() {
        Learner twice = new ForwardingLearner(new TwoMasters(manager, StopSignal.never())) {
            @Override
            public List<Phase> phases(long step) {
                return List.of(new Phase("all", List.of("first", "second")));
            }
        };
        assertThatThrownBy(() -> train("twice", twice))
                .hasMessage("phase all: parameter servant.weight is moved by optimiser second and by optimiser first");
    }

    private void train(String run, Learner learner) {
        new TrainingLoop(host(run), engine, LoopSettings.plain(EPOCHS), RandomKey.of(1, "test")).train(learner);
    }

    private Map<String, NDArray> moments(String run) {
        Path file = host(run).folder().checkpoints().newest().orElseThrow().file(LoopCheckpoints.OPTIMIZER);
        return Safetensors.read(StoredFiles.local(), file, manager).tensors();
    }

    private TestHost host(String run) {
        return TestHost.in(root.resolve(run), 3600, StopSignal.never(), line -> {});
    }
}
