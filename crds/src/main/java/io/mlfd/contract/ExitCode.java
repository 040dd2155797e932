package io.mlfd.contract;

import java.util.Arrays;
import java.util.Optional;

/** What a stage's process says by its exit status. Anything that is not listed here is a failure that may be retried. */
public enum ExitCode {
    /** The stage is finished and its result is on the volume. */
    DONE(0),
    /** Stopped on request; a checkpoint was written. */
    STOPPED(10),
    /** The order or the configuration is wrong. */
    BAD_ORDER(20),
    /** Input is missing, changed or corrupt. */
    BAD_INPUT(21),
    /** The storage is full, or cannot be read or written now. */
    STORAGE(22),
    /** A loss became NaN or infinite. */
    DIVERGED(23),
    /** Out of memory. */
    OUT_OF_MEMORY(24);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The process exit status, 0 to 255. */
    public int status() {
        return status;
    }

    /** Whether another attempt with the same order can end differently. */
    public boolean retriable() {
        return this != BAD_ORDER && this != BAD_INPUT && this != DIVERGED;
    }

    /** The code of an exit status, empty for a status outside the table. */
    public static Optional<ExitCode> of(int status) {
        return Arrays.stream(values()).filter(code -> code.status == status).findFirst();
    }
}
