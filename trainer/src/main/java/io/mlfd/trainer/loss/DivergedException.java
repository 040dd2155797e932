package io.mlfd.trainer.loss;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;

/** A loss became NaN or infinite: training on would only write useless weights. */
public final class DivergedException extends KnownFailure {
    private static final long serialVersionUID = 1;

    private final long step;
    private final String term;
    private final float value;

    /** @param phase of the step, empty where it is not divided */
    public DivergedException(long step, String phase, String term, float value) {
        super(
                ExitCode.DIVERGED,
                "loss " + term + " is " + value + " at step " + step + (phase.isEmpty() ? "" : ", phase " + phase)
                        + ": lower the learning rate");
        this.step = step;
        this.term = term;
        this.value = value;
    }

    /** The step whose forward pass gave the value. */
    public long step() {
        return step;
    }

    /** The term's name. */
    public String term() {
        return term;
    }

    /** NaN, or positive or negative infinity. */
    public float value() {
        return value;
    }
}
