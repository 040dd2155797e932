package io.mlfd.trainer.optim;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.TorchScript;
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
    String method() {
        return "adamw";
    }

    @Override
    void numbers(TorchScript.Arguments into, double weightDecay, double learningRate, long steps) {
        double meanCorrection = 1 - StrictMath.pow(BETA1, (double) steps);
        double squareCorrection = 1 - StrictMath.pow(BETA2, (double) steps);
        into.number(1 - learningRate * weightDecay)
                .number(learningRate / meanCorrection)
                .number(1 / squareCorrection)
                .number(BETA1)
                .number(BETA2)
                .number(EPSILON);
    }

    @Override
    Optional<String> stepName() {
        return Optional.of("step");
    }
}
