package io.mlfd.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) as {@code torch.optim.AdamW}:
 *
 * <pre>
 * w = w - learningRate * weightDecay * w
 * m = beta1 * m + (1 - beta1) * g
 * v = beta2 * v + (1 - beta2) * g^2
 * w = w - learningRate * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * with t the number of updates of this very parameter. DJL's own adds epsilon before the bias correction.
 */
public final class AdamW extends MomentOptimizer {
    private static final String MEAN = "exp_avg";
    private static final String SQUARE = "exp_avg_sq";
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** With PyTorch's defaults: betas 0.9 and 0.999, epsilon 1e-8. {@code manager} holds the state. */
    public AdamW(List<ParameterGroup> groups, NDManager manager) {
        super(groups, List.of(MEAN, SQUARE), manager);
    }

    @Override
    void update(Slot slot, NDArray gradient, double learningRate, NDManager scratch) {
        NDArray weight = slot.weight();
        if (slot.weightDecay() != 0) {
            weight.muli(Scalar.of(scratch, 1 - learningRate * slot.weightDecay()));
        }
        NDArray mean = slot.moment(MEAN);
        mean.addi(gradient.sub(mean).muli(Scalar.of(scratch, 1 - BETA1)));
        NDArray square = slot.moment(SQUARE);
        square.muli(Scalar.of(scratch, BETA2)).addi(gradient.square().muli(Scalar.of(scratch, 1 - BETA2)));

        double meanCorrection = 1 - StrictMath.pow(BETA1, (double) slot.steps());
        double squareCorrection = 1 - StrictMath.pow(BETA2, (double) slot.steps());
        NDArray denominator =
                Scalar.of(scratch, 1 / squareCorrection).mul(square).sqrt().addi(Scalar.of(scratch, EPSILON));
        weight.subi(Scalar.of(scratch, learningRate / meanCorrection).mul(mean).divi(denominator));
    }

    @Override
    Optional<String> stepName() {
        return Optional.of("step");
    }
}
