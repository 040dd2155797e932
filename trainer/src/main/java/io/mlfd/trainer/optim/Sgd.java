package io.mlfd.trainer.optim;

import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.TorchScript;
import java.util.List;
import java.util.Optional;

/**
 * Stochastic gradient descent as {@code torch.optim.SGD} without dampening (Sutskever et al. 2013):
 *
 * <pre>
 * g = gradient + weightDecay * w
 * b = momentum * b + g
 * w = w - learningRate * (nesterov ? g + momentum * b : b)
 * </pre>
 */
public final class Sgd extends MomentOptimizer {
    private static final String BUFFER = "momentum_buffer";

    private final double momentum;
    private final boolean nesterov;

    /**
     * @param momentum in [0, 1)
     * @param nesterov needs momentum
     * @param manager holds the state
     */
    public Sgd(List<ParameterGroup> groups, double momentum, boolean nesterov, NDManager manager) {
        super(groups, momentum == 0 ? List.of() : List.of(BUFFER), manager);
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum: " + momentum + " is not in [0, 1)");
        }
        if (nesterov && momentum == 0) {
            throw new IllegalArgumentException("nesterov: needs momentum");
        }
        this.momentum = momentum;
        this.nesterov = nesterov;
    }

    @Override
    String method() {
        return "sgd";
    }

    @Override
    void numbers(TorchScript.Arguments into, double weightDecay, double learningRate, long steps) {
        if (momentum == 0) {
            into.tensors(List.of());
        }
        into.number(weightDecay).number(learningRate).number(momentum).flag(nesterov);
    }

    @Override
    Optional<String> stepName() {
        return Optional.empty();
    }
}
