package io.mlfd.trainer.nn;

import ai.djl.ndarray.types.Shape;
import io.mlfd.contract.ExitCode;
import io.mlfd.trainer.failure.KnownFailure;

/** Batch normalisation met a batch with one value of a channel, of which there is no variance. */
public final class SingleValueException extends KnownFailure {
    private static final long serialVersionUID = 1;

    /** @param batch (1, C) or (1, C, 1, 1) */
    public SingleValueException(Shape batch) {
        super(
                ExitCode.BAD_ORDER,
                "batch normalisation of " + batch
                        + ": a single value of a channel has no variance; use a batchSize of 2"
                        + " or more, or larger images");
    }
}
