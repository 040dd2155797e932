package io.mlfd.trainer.stop;

/** The process was asked to stop; everything worth keeping is kept by the time this leaves the stage's program. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoppedException() {
        super("stopped on request");
    }
}
