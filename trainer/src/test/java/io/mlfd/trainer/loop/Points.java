package io.mlfd.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.mlfd.api.TrainingSpec.OptimizerName;
import io.mlfd.contract.Training;
import io.mlfd.trainer.loss.LossTerms;
import io.mlfd.trainer.loss.Losses;
import io.mlfd.trainer.nn.Dropout;
import io.mlfd.trainer.nn.Linear;
import io.mlfd.trainer.nn.Mode;
import io.mlfd.trainer.nn.Scope;
import io.mlfd.trainer.nn.StateDict;
import io.mlfd.trainer.random.RandomKey;
import io.mlfd.trainer.random.RandomStream;
import io.mlfd.trainer.result.StageResult.Validation;
import io.mlfd.trainer.stage.Orders;
import io.mlfd.trainer.stop.StoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongPredicate;

/** A learner of two tensors: a linear classifier with dropout on points drawn from the step. */
final class Points implements Learner {
    static final int STEPS_PER_EPOCH = 4;

    private final List<Long> steps = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private List<Integer> accuracies = List.of(2, 3, 1);
    private LongPredicate stopAt = step -> false;
    private int stopInEvaluation = -1;
    private long failAt = -1;
    private float failure;
    private long withoutGradientAt = -1;
    private Runnable observer = () -> {};
    private Training training = Orders.training(OptimizerName.ADAMW, PointRuns.EPOCHS);
    private Linear linear;
    private Dropout dropout;
    private StateDict state;
    private long next;

    private Points() {}

    static Points plain() {
        return new Points();
    }

    Points stoppingAt(LongPredicate when) {
        stopAt = when;
        return this;
    }

    Points stoppingInEvaluation(int epoch) {
        stopInEvaluation = epoch;
        return this;
    }

    Points withAccuracies(Integer... correctOfTen) {
        accuracies = List.of(correctOfTen);
        return this;
    }

    Points failingAt(long step, float loss) {
        failAt = step;
        failure = loss;
        return this;
    }

    /** At this step the loss is a number, its derivative is not. */
    Points withoutGradientAt(long step) {
        withoutGradientAt = step;
        return this;
    }

    /** Its optimiser and schedule. */
    Points trainedWith(Training settings) {
        training = settings;
        return this;
    }

    Points resumedAt(long step) {
        next = step;
        return this;
    }

    void build(NDManager manager, Runnable arrays) {
        Scope scope = Scope.root(manager, 3);
        linear = new Linear(scope, 4, 3);
        dropout = new Dropout(0.5);
        state = scope.state();
        observer = arrays;
    }

    /** The steps of which the loss was asked for, in order. */
    List<Long> steps() {
        return steps;
    }

    /** The losses of these steps. */
    List<Double> losses() {
        return losses;
    }

    boolean stopRequested() {
        return stopAt.test(next);
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
        observer.run();
        steps.add(step);
        next = step + 1;
        RandomStream random = RandomKey.of(9, "points").with(step).stream();
        float[] points = new float[5 * 4];
        long[] labels = new long[5];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(3);
        }
        NDArray input = dropout.forward(scope.create(points, new Shape(5, 4)), Mode.TRAIN);
        NDArray loss = Losses.crossEntropy(linear.forward(input, Mode.TRAIN), scope.create(labels), 0);
        if (step == failAt) {
            loss = loss.mul(scope.create(failure));
        }
        if (step == withoutGradientAt) {
            NDArray weight = state.parameters().get(0).tensor();
            loss = loss.add(weight.sub(weight.stopGradient()).abs().sum().sqrt());
        }
        losses.add((double) loss.getFloat());
        return new StepLoss(LossTerms.of(new LossTerms.Term("hard", 1, loss)), 5, OptionalInt.of(0));
    }

    @Override
    public List<Validation> validate() {
        int epoch = (int) (next / STEPS_PER_EPOCH);
        if (epoch == stopInEvaluation) {
            throw new StoppedException();
        }
        return accuracies.isEmpty() ? List.of() : List.of(new Validation("points", accuracies.get(epoch - 1), 10, 1));
    }

    @Override
    public List<Artifact> artifacts() {
        return List.of(Artifact.whole(state, Map.of()));
    }
}
