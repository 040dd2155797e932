package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Output;
import io.mlfd.contract.Training;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Buffer;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.stop.StopSignal;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Two numbers that pull at one another, each with its own optimiser: in every step the critic c follows (c m - x)^2 and, in
 * every other one, the maker m then follows 0.5 (c m + m - 2)^2. A buffer holds the running average of m.
 */
final class Duel implements Learner {
    static final int STEPS_PER_EPOCH = 4;
    static final float CRITIC = 0.5f;
    static final float MAKER = -1.5f;
    static final double AVERAGE_DECAY = 0.9;
    static final Training.Optimizer SGD = new Training.Optimizer(OptimizerName.SGD, 0.05, 0.01, 0.9, false);
    static final Training.Optimizer ADAMW = new Training.Optimizer(OptimizerName.ADAMW, 0.02, 0.1, 0, false);
    static final Phase CRITIC_MOVES = new Phase("criticise", List.of("critic"));
    static final Phase MAKER_MOVES = new Phase("make", List.of("maker"));

    private final Parameter critic;
    private final Parameter maker;
    private final Buffer average;
    private final StateDict state;
    private final StopSignal stop;

    Duel(NDManager manager, StopSignal stop) {
        Scope scope = Scope.root(manager, 0);
        critic = scope.child("critic").parameter("weight", new Shape(1), Initializer.constant(CRITIC));
        maker = scope.child("maker").parameter("weight", new Shape(1), Initializer.constant(MAKER));
        average = scope.child("average").buffer("weight", new Shape(1), Initializer.constant(MAKER));
        state = scope.state();
        this.stop = stop;
    }

    /** x, by the step. */
    static double target(long step) {
        return RandomKey.of(3, "duel").with(step).stream().nextGaussian();
    }

    @Override
    public StateDict state() {
        return state;
    }

    @Override
    public List<Optimised> optimised() {
        return List.of(
                new Optimised("critic", List.of(critic), SGD, new Training.Constant()),
                new Optimised("maker", List.of(maker), ADAMW, new Training.Cosine(0)));
    }

    @Override
    public int stepsPerEpoch() {
        return STEPS_PER_EPOCH;
    }

    @Override
    public List<Phase> phases(long step) {
        return step % 2 == 0 ? List.of(CRITIC_MOVES, MAKER_MOVES) : List.of(CRITIC_MOVES);
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        NDArray product = scope.create(new float[] {1}).mul(critic.tensor()).mul(maker.tensor());
        LossTerms terms = phase.equals(CRITIC_MOVES)
                ? LossTerms.of(new LossTerms.Term(
                        "error",
                        1,
                        product.sub(scope.create((float) target(step))).square()))
                : LossTerms.of(new LossTerms.Term(
                        "error",
                        0.5,
                        product.add(maker.tensor()).sub(scope.create(2f)).square()));
        return new StepLoss(terms, 1, OptionalInt.empty());
    }

    @Override
    public void stepped(long step, NDManager scope) {
        NDArray decay = scope.create(new float[] {(float) AVERAGE_DECAY});
        NDArray rest = scope.create(new float[] {(float) (1 - AVERAGE_DECAY)});
        average.assign(decay.mul(average.tensor()).add(rest.mul(maker.tensor())));
    }

    @Override
    public List<Validation> validate() {
        stop.check();
        int correct = Math.floorMod(Math.round(1000 * average.tensor().getFloat(0)), 10);
        stop.check();
        return List.of(new Validation("duel", correct, 10, 1));
    }

    @Override
    public List<Artifact> artifacts() {
        return List.of(
                Artifact.part(Output.ONLY, state, "average.", Map.of("of", "average")),
                Artifact.part("maker", state, "maker.", Map.of("of", "maker")));
    }
}
