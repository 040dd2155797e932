package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.contract.Training;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.nn.Initializer;
import io.mlfd.trainer.nn.Parameter;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.stop.StopSignal;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A number that two optimisers move in turn, each by a loss of its own: in every step w and b follow (w + b - x)^2 and then w
 * alone follows (w b - 1)^2. x is {@link Duel#target}.
 */
final class TwoMasters implements Learner {
    static final int STEPS_PER_EPOCH = 4;
    static final float SERVANT = 0.8f;
    static final float FREE = -0.4f;
    static final Phase BOTH_MOVE = new Phase("both", List.of("first"));
    static final Phase SERVANT_MOVES = new Phase("one", List.of("second"));

    private final Parameter servant;
    private final Parameter free;
    private final StateDict state;
    private final StopSignal stop;

    TwoMasters(NDManager manager, StopSignal stop) {
        Scope scope = Scope.root(manager, 0);
        servant = scope.child("servant").parameter("weight", new Shape(1), Initializer.constant(SERVANT));
        free = scope.child("free").parameter("weight", new Shape(1), Initializer.constant(FREE));
        state = scope.state();
        this.stop = stop;
    }

    @Override
    public StateDict state() {
        return state;
    }

    /** The second one stands in front, so that it is asked to forget before the first one has moved. */
    @Override
    public List<Optimised> optimised() {
        return List.of(
                new Optimised("second", List.of(servant), Duel.ADAMW, new Training.Cosine(0)),
                new Optimised("first", List.of(servant, free), Duel.SGD, new Training.Constant()));
    }

    @Override
    public int stepsPerEpoch() {
        return STEPS_PER_EPOCH;
    }

    @Override
    public List<Phase> phases(long step) {
        return List.of(BOTH_MOVE, SERVANT_MOVES);
    }

    @Override
    public StepLoss loss(Phase phase, long step, NDManager scope) {
        NDArray one = scope.create(new float[] {1});
        NDArray error = phase.equals(BOTH_MOVE)
                ? one.mul(servant.tensor()).add(free.tensor()).sub(scope.create((float) Duel.target(step)))
                : one.mul(servant.tensor()).mul(free.tensor()).sub(one);
        return new StepLoss(LossTerms.of(new LossTerms.Term("error", 1, error.square())), 1, OptionalInt.empty());
    }

    @Override
    public List<Validation> validate() {
        stop.check();
        return List.of(new Validation("masters", 1, 10, 1));
    }

    @Override
    public List<Artifact> artifacts() {
        return List.of(Artifact.whole(state, Map.of()));
    }
}
