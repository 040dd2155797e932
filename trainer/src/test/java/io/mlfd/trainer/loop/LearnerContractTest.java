package io.mlfd.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Autograd;
import io.mlfd.trainer.engine.EngineExtension;
import io.mlfd.trainer.engine.TorchEngine;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.WeightsFile;
import io.mlfd.trainer.stop.StopSignal;
import io.mlfd.trainer.stop.StoppedException;
import io.mlfd.trainer.stop.Stops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the loop relies on in every learner. Each has a subclass that makes a tiny one, with a validation split. */
@ExtendWith(EngineExtension.class)
public abstract class LearnerContractTest {
    private static final int EPOCHS = 2;
    private static final int MANY_STEPS = 1000;
    private static final RandomKey KEY = RandomKey.of(1, "contract");

    private final TorchEngine engine;

    @TempDir
    private Path root;

    protected LearnerContractTest(TorchEngine engine) {
        this.engine = engine;
    }

    /** A fresh learner: the same values at every call. {@code manager} holds them. */
    protected abstract Learner learner(TorchEngine engine, NDManager manager, StopSignal stop);

    @Test
    void everyParameterIsMovedByAnOptimiserAndByNoneTwice() {
        inScope(StopSignal.never(), learner -> {
            Set<Parameter> moved = new HashSet<>();
            for (Optimised optimised : learner.optimised()) {
                assertThat(optimised.parameters()).as(optimised.name()).doesNotHaveDuplicates();
                moved.addAll(optimised.parameters());
            }
            assertThat(moved)
                    .containsExactlyInAnyOrderElementsOf(learner.state().parameters());
        });
    }

    @Test
    void noPhaseMovesAParameterTwice() {
        inScope(StopSignal.never(), learner -> {
            for (Phase phase : learner.phases(0)) {
                assertThat(learner.optimised())
                        .filteredOn(optimised -> phase.optimisers().contains(optimised.name()))
                        .flatExtracting(Optimised::parameters)
                        .as("%s", phase)
                        .doesNotHaveDuplicates();
            }
        });
    }

    @Test
    void everyPhaseReachesWhatItMoves() {
        inScope(StopSignal.never(), learner -> {
            for (Phase phase : learner.phases(0)) {
                try (NDManager scope = engine.step()) {
                    Autograd.backward(Autograd.recording(() -> learner.loss(phase, 0, scope))
                            .terms()
                            .total());
                }
                for (Optimised optimised : learner.optimised()) {
                    if (phase.optimisers().contains(optimised.name())) {
                        assertThat(optimised.parameters())
                                .as(phase + " reaches " + optimised.name())
                                .anyMatch(LearnerContractTest::hasGradient);
                    }
                }
                learner.state().parameters().forEach(Parameter::clearGradient);
            }
        });
    }

    @Test
    void stoppedAtAnyPollAndGoneOnWithIsBitEqual() {
        AtomicInteger polls = new AtomicInteger();
        List<WeightsFile> whole = train("whole", learner -> learner, () -> {
            polls.incrementAndGet();
            return false;
        });
        assertThat(polls.get()).isGreaterThan(EPOCHS);
        for (int last = 0; last < polls.get(); last++) {
            String run = "poll-" + last;
            StopSignal stop = Stops.after(last);
            assertThatThrownBy(() -> train(run, learner -> learner, stop)).isInstanceOf(StoppedException.class);
            assertThat(train(run, learner -> learner, StopSignal.never()))
                    .as("stopped at poll %d", last + 1)
                    .isEqualTo(whole);
        }
    }

    @Test
    void stoppedWithinAnyStepAndGoneOnWithIsBitEqual() {
        AtomicInteger moments = new AtomicInteger();
        List<WeightsFile> whole =
                train("whole", learner -> new StoppedWithin(learner, moments, false), StopSignal.never());
        for (int last = 1; last <= moments.get(); last++) {
            String run = "moment-" + last;
            AtomicInteger left = new AtomicInteger(-last);
            assertThatThrownBy(() -> train(run, learner -> new StoppedWithin(learner, left, true), StopSignal.never()))
                    .isInstanceOf(StoppedException.class);
            assertThat(train(run, learner -> learner, StopSignal.never()))
                    .as("stopped at moment %d", last)
                    .isEqualTo(whole);
        }
    }

    @Test
    void anEvaluationPollsTheStopSignalAndChangesNothing() {
        AtomicBoolean requested = new AtomicBoolean();
        inScope(requested::get, learner -> {
            Map<String, float[]> before = values(learner.state());
            assertThat(learner.validate()).isNotEmpty().isEqualTo(learner.validate());
            requested.set(true);
            assertThatThrownBy(learner::validate).isInstanceOf(StoppedException.class);
            assertThat(values(learner.state())).usingRecursiveComparison().isEqualTo(before);
        });
    }

    /** Whatever is random is a function of the seed, the step and the phase, and whatever is not is in the state. */
    @Test
    void aFreshLearnerWithTheStateOfAnyStepHasTheSameLoss() {
        List<Call> calls = new ArrayList<>();
        train("whole", learner -> new Recording(learner, calls), StopSignal.never());
        assertThat(calls).isNotEmpty();
        for (Call call : calls) {
            inScope(StopSignal.never(), learner -> {
                fill(learner.state(), call.state());
                assertThat(learner.phases(call.step())).contains(call.phase());
                for (int time = 0; time < 2; time++) {
                    engine.seed(call.phase()
                            .key(KEY.with("torch").with(call.step()))
                            .state());
                    try (NDManager scope = engine.step()) {
                        StepLoss loss = Autograd.recording(() -> learner.loss(call.phase(), call.step(), scope));
                        assertThat(loss.terms().values(0, "")).as("%s", call).isEqualTo(call.values());
                    }
                }
            });
        }
    }

    @Test
    void whatALossIsComputedFromStaysUntilTheBackwardPass() {
        inScope(StopSignal.never(), learner -> StepMemory.assertKeptUntilTheBackwardPass(engine, learner));
    }

    @Test
    void aThousandStepsTakeNoMoreMemoryThanOne() {
        List<Integer> arrays = new ArrayList<>();
        train(
                "many",
                learner -> new ForwardingLearner(learner) {
                    @Override
                    public int stepsPerEpoch() {
                        return MANY_STEPS / EPOCHS;
                    }

                    @Override
                    public StepLoss loss(Phase phase, long step, NDManager scope) {
                        arrays.add(engine.manager().getManagedArrays().size());
                        return super.loss(phase, step, scope);
                    }
                },
                StopSignal.never());
        assertThat(arrays).hasSizeGreaterThanOrEqualTo(MANY_STEPS);
        int half = arrays.size() / EPOCHS;
        assertThat(arrays.subList(0, half)).containsOnly(arrays.get(0));
        // In the second epoch there is a copy of the best weights.
        assertThat(arrays.subList(half, arrays.size())).containsOnly(arrays.get(half));
    }

    private List<WeightsFile> train(String run, UnaryOperator<Learner> around, StopSignal stop) {
        TestHost host = TestHost.in(root.resolve(run), 3600, stop, line -> {});
        try (NDManager manager = engine.manager().newSubManager()) {
            Learner learner = around.apply(learner(engine, manager, stop));
            return new TrainingLoop(host, engine, LoopSettings.plain(EPOCHS), KEY)
                    .train(learner)
                    .weights();
        }
    }

    private void inScope(StopSignal stop, Consumer<Learner> body) {
        try (NDManager manager = engine.manager().newSubManager()) {
            body.accept(learner(engine, manager, stop));
        }
    }

    private static boolean hasGradient(Parameter parameter) {
        return parameter.gradient().stream().peek(NDArray::close).findAny().isPresent();
    }

    private static Map<String, float[]> values(StateDict state) {
        Map<String, float[]> values = new LinkedHashMap<>();
        state.tensors().forEach((name, tensor) -> values.put(name, tensor.toFloatArray()));
        return values;
    }

    private void fill(StateDict state, Map<String, float[]> values) {
        try (NDManager scratch = engine.step()) {
            state.variables()
                    .forEach((name, variable) -> variable.assign(scratch.create(values.get(name), variable.shape())));
        }
    }

    /** A loss that was asked for, and the state at that moment. */
    private record Call(Phase phase, long step, Map<String, float[]> state, LossTerms.Values values) {
        @Override
        public String toString() {
            return "step " + step + ", " + phase;
        }
    }

    private static final class Recording extends ForwardingLearner {
        private final List<Call> calls;

        Recording(Learner learner, List<Call> calls) {
            super(learner);
            this.calls = calls;
        }

        @Override
        public StepLoss loss(Phase phase, long step, NDManager scope) {
            Map<String, float[]> before = values(state());
            StepLoss loss = super.loss(phase, step, scope);
            calls.add(new Call(phase, step, before, loss.terms().values(0, "")));
            return loss;
        }
    }

    /** Counts what is done within steps, and stops when the count comes to zero, with everything of it done. */
    private static final class StoppedWithin extends ForwardingLearner {
        private final AtomicInteger moments;
        private final boolean stops;

        StoppedWithin(Learner learner, AtomicInteger moments, boolean stops) {
            super(learner);
            this.moments = moments;
            this.stops = stops;
        }

        @Override
        public StepLoss loss(Phase phase, long step, NDManager scope) {
            StepLoss loss = super.loss(phase, step, scope);
            moment();
            return loss;
        }

        @Override
        public void stepped(long step, NDManager scope) {
            super.stepped(step, scope);
            moment();
        }

        private void moment() {
            if (moments.incrementAndGet() == 0 && stops) {
                throw new StoppedException();
            }
        }
    }
}
