package io.mlfd.trainer.stop;

import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;

/** The process was asked to stop; everything worth keeping is kept by the time this leaves the stage's program. */
public final class StoppedException extends KnownFailure {
    private static final long serialVersionUID = 1;

    public StoppedException() {
        super(ExitCode.STOPPED, "stopped on request");
    }
}
