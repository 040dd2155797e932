package io.mlfd.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.mlfd.api.TrainingSpec.NoDecay;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.contract.Training.Augmentation;
import io.mlfd.contract.Training.Optimizer;
import io.mlfd.contract.Training.Schedule;
import io.mlfd.trainer.checkpoint.PyTorchFixture;
import io.mlfd.trainer.checkpoint.Safetensors;
import io.mlfd.trainer.engine.TestDevice;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.BatchNorm;
import io.mlfd.trainer.nn.Functional;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.Epoch;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.storage.StoredFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fifty batches by the loop, and by PyTorch: {@code trainer/src/test/python/make_optimisation_fixture.py}. */
class OptimisationParityTest {
    private static final int EPOCHS = 5;
    private static final int STEPS_PER_EPOCH = 10;
    private static final double TOLERANCE = 1e-5;
    private static final Schedule CONSTANT = new Training.Constant();
    private static final OptionalDouble WARMUP = OptionalDouble.of(0.2);
    private static final List<Double> MILESTONES = List.of(0.5, 0.8);
    private static final Setting PLAIN = new Setting(false, false, OptionalDouble.empty(), 1);

    @TempDir
    Path folder;

    /** {@code average}: the decay of one */
    private record Setting(boolean noDecay, boolean clip, OptionalDouble average, int accumulate) {
        Optimizer optimizer(OptimizerName name) {
            boolean sgd = name == OptimizerName.SGD;
            return new Optimizer(
                    name,
                    sgd ? 0.1 : 0.02,
                    sgd ? 0.05 : 0.2,
                    sgd ? 0.9 : 0,
                    sgd,
                    noDecay ? Optional.of(NoDecay.NORMS_AND_BIASES) : Optional.empty(),
                    clip ? OptionalDouble.of(0.5) : OptionalDouble.empty(),
                    OptionalDouble.empty());
        }
    }

    static Stream<Arguments> variants() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put("plain", PLAIN);
        settings.put("nodecay", new Setting(true, false, OptionalDouble.empty(), 1));
        settings.put("clip", new Setting(false, true, OptionalDouble.empty(), 1));
        settings.put("ema", new Setting(false, false, OptionalDouble.of(0.9), 1));
        settings.put("accumulate", new Setting(false, false, OptionalDouble.empty(), 3));
        List<Arguments> all = new ArrayList<>();
        for (OptimizerName name : OptimizerName.values()) {
            String prefix = name == OptimizerName.SGD ? "sgd." : "adamw.";
            settings.forEach((label, setting) -> all.add(Arguments.of(prefix + label, name, CONSTANT, setting)));
            all.add(Arguments.of(
                    prefix + "all",
                    name,
                    new Training.Step(MILESTONES, 0.3, WARMUP),
                    new Setting(true, true, OptionalDouble.of(0.8), 3)));
        }
        Map<String, Schedule> schedules = Map.of(
                "warmed", new Training.Constant(WARMUP),
                "step", new Training.Step(MILESTONES, 0.3),
                "warmed_step", new Training.Step(MILESTONES, 0.3, WARMUP),
                "cosine", new Training.Cosine(0),
                "warmed_cosine", new Training.Cosine(0.2),
                "one_cycle", new Training.OneCycle(0.3));
        schedules.forEach(
                (label, schedule) -> all.add(Arguments.of("sgd." + label, OptimizerName.SGD, schedule, PLAIN)));
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void fiftyBatchesEndWhereTheyEndInPyTorch(
            String name, OptimizerName optimizer, Schedule schedule, Setting setting) {
        Training training = new Training(
                EPOCHS,
                8,
                setting.optimizer(optimizer),
                schedule,
                Augmentation.NONE,
                0,
                Optional.empty(),
                setting.average().isPresent()
                        ? Optional.of(
                                new Training.AveragedWeights(setting.average().getAsDouble()))
                        : Optional.empty(),
                setting.accumulate() > 1 ? OptionalInt.of(setting.accumulate()) : OptionalInt.empty());
        try (TorchEngine engine = TorchEngine.open(1, TestDevice.choice());
                NDManager manager = engine.manager().newSubManager()) {
            PyTorchFixture fixture = PyTorchFixture.read("optimisation", manager);
            Small small = new Small(fixture, training, Scope.root(manager, 1));
            TestHost host = TestHost.in(folder, 3600, () -> false, line -> {});
            Trained trained =
                    new TrainingLoop(host, engine, LoopSettings.of(training), RandomKey.of(1, "test")).train(small);

            fixture.assertState(small.state, name + ".after.", TOLERANCE);
            assertThat(trained.curve())
                    .extracting(Epoch::learningRate)
                    .satisfies(rates -> assertRates(rates, fixture.get(name + ".rates")));
            float[] losses = fixture.get(name + ".losses").toFloatArray();
            for (int i = 0; i < losses.length; i++) {
                assertThat(small.losses.get(i)).as("loss %d", i).isCloseTo(losses[i], within((float) TOLERANCE));
            }
            String written = name + (setting.average().isPresent() ? ".average." : ".after.");
            Safetensors.read(StoredFiles.local(), host.folder().file("last.safetensors"), manager)
                    .tensors()
                    .forEach((key, tensor) ->
                            PyTorchFixture.assertSame(key, tensor, fixture.get(written + key), TOLERANCE));
        }
    }

    /** Of an epoch's last batch. */
    private static void assertRates(List<? extends Double> rates, NDArray expected) {
        float[] wanted = expected.toFloatArray();
        assertThat(rates).hasSize(EPOCHS);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            assertThat((double) rates.get(epoch))
                    .as("rate of epoch %d", epoch)
                    .isCloseTo(wanted[(epoch + 1) * STEPS_PER_EPOCH - 1], within(1e-6));
        }
    }

    private static final class Small implements Learner {
        private final PyTorchFixture fixture;
        private final Training training;
        private final Linear first;
        private final BatchNorm norm;
        private final Linear second;
        private final StateDict state;
        private final List<Float> losses = new ArrayList<>();

        Small(PyTorchFixture fixture, Training training, Scope scope) {
            this.fixture = fixture;
            this.training = training;
            first = new Linear(scope.child("fc1"), 4, 6);
            norm = new BatchNorm(scope.child("bn"), 6);
            second = new Linear(scope.child("fc2"), 6, 3);
            state = scope.state();
            state.load(fixture.below("start."));
        }

        @Override
        public StateDict state() {
            return state;
        }

        @Override
        public List<Optimised> optimised() {
            return Optimised.all(state, training);
        }

        @Override
        public int stepsPerEpoch() {
            return STEPS_PER_EPOCH;
        }

        @Override
        public StepLoss loss(Phase phase, long step, NDManager scope) {
            NDArray points = fixture.in(scope, "points").get(new NDIndex(step));
            NDArray labels = fixture.in(scope, "labels").get(new NDIndex(step));
            NDArray hidden = norm.forward(Functional.gelu(first.forward(points, Mode.TRAIN)), Mode.TRAIN);
            NDArray loss = Losses.crossEntropy(second.forward(hidden, Mode.TRAIN), labels, 0);
            losses.add(loss.getFloat());
            return new StepLoss(LossTerms.of(new LossTerms.Term("hard", 1, loss)), 8, OptionalInt.empty());
        }

        @Override
        public List<Validation> validate() {
            return List.of();
        }

        @Override
        public List<Artifact> artifacts() {
            return List.of(Artifact.whole(state, Map.of()));
        }
    }
}
