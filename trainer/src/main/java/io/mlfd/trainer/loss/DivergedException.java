package io.mlfd.trainer.loss;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;

/** A loss became NaN or infinite: training on would only write useless weights. */
public final class DivergedException extends KnownFailure {
    private static final long serialVersionUID = 1;

    /**
     * @param step whose forward pass gave the value
     * @param phase of the step, empty where it is not divided
     * @param term its name
     * @param value NaN, or positive or negative infinity
     */
    public DivergedException(long step, String phase, String term, float value) {
        super(
                ExitCode.DIVERGED,
                "loss " + term + " is " + value + " at step " + step + (phase.isEmpty() ? "" : ", phase " + phase)
                        + ": lower the learning rate");
    }
}
