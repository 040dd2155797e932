package io.mlfd.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.mlfd.trainer.engine.Scalar;
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
    void update(Slot slot, NDArray gradient, double learningRate, NDManager scratch) {
        NDArray update = gradient;
        if (slot.weightDecay() != 0) {
            update = update.add(Scalar.of(scratch, slot.weightDecay()).mul(slot.weight()));
        }
        if (momentum != 0) {
            NDArray factor = Scalar.of(scratch, momentum);
            NDArray buffer = slot.moment(BUFFER).muli(factor).addi(update);
            update = nesterov ? update.add(factor.mul(buffer)) : buffer;
        }
        slot.weight().subi(Scalar.of(scratch, learningRate).mul(update));
    }

    @Override
    Optional<String> stepName() {
        return Optional.empty();
    }
}
